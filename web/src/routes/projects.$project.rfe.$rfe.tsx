import { Outlet } from "@tanstack/react-router";

export const Rfe = () => <Outlet />;
