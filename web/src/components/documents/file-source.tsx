import { Download } from "lucide-react";
import type { FileContent } from "#web/api/files.ts";
import { Button } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { bytesText } from "#web/format.ts";
import { SourceLines } from "./source-lines.tsx";

function save({ content, path }: FileContent): void {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = path.split("/").at(-1) ?? "file";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

interface FileSourceProps {
  file: FileContent;
  marked: readonly [number, number] | undefined;
  onMark: (lines: readonly [number, number]) => void;
}

/** A file as text, or what it is when it is none. */
export function FileSource({ file, marked, onMark }: FileSourceProps) {
  if (file.encoding === "base64")
    return (
      <EmptyState
        title="This file is not text"
        action={
          <Button onClick={() => save(file)}>
            <Download aria-hidden />
            Download
          </Button>
        }
      >
        {bytesText(file.size)} of binary data are not shown in the page.
      </EmptyState>
    );
  if (file.content === "") return <p className="text-13 text-ink-2">This file is empty.</p>;
  return <SourceLines text={file.content} path={file.path} marked={marked} onMark={onMark} />;
}
