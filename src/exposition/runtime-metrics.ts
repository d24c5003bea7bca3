/** How the names begin that client libraries add about the process and the language's runtime. */
const RUNTIME =
  /^(?:process|python|nodejs|go|jvm|dotnet|php|promhttp|prom_client|scrape)_|^ruby_(?:allocated|collector|gc|heap|major_gc|malloc|marking|minor_gc|rss|sweeping|v8)/;

/** Whether a metric is a client library's own, which no service has to describe. */
export const isRuntimeMetric = (name: string): boolean => RUNTIME.test(name);
