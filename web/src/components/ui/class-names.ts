import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our own scales, so that text-12 (a size) and text-ink (a colour) are not taken for rivals.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["11", "12", "13", "14", "16", "18", "22", "30"],
      radius: ["1", "2", "3", "full"],
      shadow: ["1", "2", "3", "focus"],
    },
  },
});

/** Joins class names; the later of two rivals wins. */
export const cx = (...classes: ClassValue[]): string => merge(clsx(classes));
