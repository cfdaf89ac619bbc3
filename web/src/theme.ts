import { StoredChoice, useChoice } from "./stored-choice.ts";

export type Theme = "system" | "light" | "dark";

// public/theme.js reads the same name before the first paint.
const choice = new StoredChoice<Theme>("theme", ["system", "light", "dark"]);

choice.subscribe(() => {
  const theme = choice.read();
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
});

export const useTheme = (): Theme => useChoice(choice);

export const chooseTheme = (theme: Theme): void => choice.choose(theme);
