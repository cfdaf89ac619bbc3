import { useQuery } from "@tanstack/react-query";
import { rfeQuery } from "#web/api/rfes.ts";
import { FilesScreen } from "#web/components/documents/files-screen.tsx";
import { useRfeKey } from "#web/components/rfe/rfe-address.ts";

/** The files of an RFE's branch; the page around it shows the RFE itself, and its problems. */
export function RfeFiles() {
  const { data } = useQuery(rfeQuery(useRfeKey()));
  return data === undefined ? null : <FilesScreen rfe={data.rfe} />;
}
