import { Toaster } from "sonner";
import "sonner/dist/styles.css";
import { useTheme } from "#web/theme.ts";

/** Echoes of what the page already says in place; never over the top of the page, where Stop is. */
export const Toasts = () => <Toaster theme={useTheme()} position="bottom-right" closeButton />;
