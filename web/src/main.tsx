import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { TooltipScope } from "./components/ui/tooltip.tsx";
import { newQueryClient } from "./query-client.ts";
import { newRouter } from "./router.tsx";
import "./styles.css";

const queryClient = newQueryClient();
const router = newRouter(queryClient);
const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no place for the page");

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipScope>
        <RouterProvider router={router} />
      </TooltipScope>
    </QueryClientProvider>
  </StrictMode>,
);
