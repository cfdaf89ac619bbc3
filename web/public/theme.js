// The one script outside the bundle: sets the chosen theme before anything is painted. src/theme.ts writes the choice.
try {
  const theme = localStorage.getItem("vteam-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme stays.
}
