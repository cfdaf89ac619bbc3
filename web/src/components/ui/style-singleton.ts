import { useEffect } from "react";

interface SheetProps {
  styles: string;
}

/**
 * In place of react-style-singleton, which radix-ui uses to hold the page still under a dialog: the same component,
 * but with a constructed style sheet, because our Content-Security-Policy refuses written style elements.
 */
export const styleSingleton = () => {
  let users = 0;
  let sheet: CSSStyleSheet | undefined;
  const add = (styles: string): void => {
    users += 1;
    if (sheet !== undefined) return;
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };
  const remove = (): void => {
    users -= 1;
    if (users > 0) return;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    sheet = undefined;
  };
  return function Sheet({ styles }: SheetProps): null {
    useEffect(() => {
      add(styles);
      return remove;
    }, [styles]);
    return null;
  };
};
