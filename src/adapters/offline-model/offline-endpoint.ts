import type { ModelEndpoint } from "#ports/model-endpoint.ts";
import { type OfflineModelOptions, openOfflineModel } from "./server.ts";

/** The endpoint used when nobody configured a key: a new offline model for each conversation. */
export const offlineEndpoint = (options: OfflineModelOptions = {}): ModelEndpoint => ({
  open: () => openOfflineModel(options),
});
