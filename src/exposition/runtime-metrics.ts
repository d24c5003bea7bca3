/** How the names begin that client libraries add about the process and the language's runtime. */
const RUNTIME = /^(process|python|nodejs|go|jvm|dotnet|ruby|php|promhttp|prom_client|scrape)_/;

/** Whether a metric is a client library's own, which no service has to describe. */
export const isRuntimeMetric = (name: string): boolean => RUNTIME.test(name);
