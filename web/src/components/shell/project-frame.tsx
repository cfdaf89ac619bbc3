import { Outlet, useParams } from "@tanstack/react-router";
import { useProjectNews } from "#web/live/project-news.ts";

/** What all pages of one project share: its stream of news. */
export function ProjectFrame() {
  const { project } = useParams({ from: "/projects/$project" });
  useProjectNews(project);
  return <Outlet />;
}
