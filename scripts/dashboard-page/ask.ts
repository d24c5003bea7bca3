/** One series of an answer: its labels, and values (Unix seconds and text). */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** What a panel asks, in Unix seconds. */
export interface Ask {
  range(expr: string, from: number, to: number, step: number): Promise<readonly Series[]>;
  instant(expr: string, at: number): Promise<readonly Series[]>;
}

/** Asks a Prometheus over HTTP. */
export function askPrometheus(url: string): Ask {
  const ask = async (path: string, parameters: Readonly<Record<string, string | number>>) => {
    const body = new URLSearchParams(
      Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
    );
    const response = await fetch(`${url}/api/v1/${path}`, { method: 'POST', body });
    const answer = (await response.json()) as {
      readonly error?: string;
      readonly data?: {
        readonly result: readonly (Series & { readonly value?: readonly [number, string] })[];
      };
    };
    if (answer.data === undefined) throw new Error(`${url}: ${answer.error} (${parameters['query']})`);
    return answer.data.result.map(({ metric, value, values }) => ({
      metric,
      values: values ?? (value === undefined ? [] : [value]),
    }));
  };
  return {
    range: (query, start, end, step) => ask('query_range', { query, start, end, step }),
    instant: (query, time) => ask('query', { query, time }),
  };
}
