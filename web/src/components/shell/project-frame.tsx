import { Outlet } from "@tanstack/react-router";

/** What all pages of one project share. */
export const ProjectFrame = () => <Outlet />;
