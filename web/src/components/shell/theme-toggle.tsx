import { Contrast } from "lucide-react";
import { IconButton } from "#web/components/ui/button.tsx";
import { chooseTheme, type Theme, useTheme } from "#web/theme.ts";

const next: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const words: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };

/** As the system says, light, dark, and round again. */
export function ThemeToggle() {
  const theme = useTheme();
  return (
    <IconButton
      label={`Theme: ${words[theme]}. Change to ${words[next[theme]]}`}
      size="sm"
      onClick={() => chooseTheme(next[theme])}
    >
      <Contrast aria-hidden />
    </IconButton>
  );
}
