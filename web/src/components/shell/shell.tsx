import { Outlet } from "@tanstack/react-router";

/** What is around every page. */
export const Shell = () => (
  <main id="main">
    <Outlet />
  </main>
);
