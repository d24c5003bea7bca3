import type { Ran } from './capture';

/** A run on changed input, with everything that came out of it. */
export interface Outcome extends Ran {
  /** Everything that was read. */
  readonly input: string;
  /** Files that the program wrote, by format, e.g. `sarif`; `text` is the standard output. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Exit codes that the documentation of the program names. */
  readonly exitCodes: readonly number[];
}

/** What must hold after every run. Its result says what does not. */
type Invariant = (outcome: Outcome) => string | undefined;

/** Written into the credentials of the seeds. */
export const SECRET = 'S3CR3T';

/** For each megabyte of input, and for the least. */
const LONGEST_SECONDS = 5;

const TRACE = /\n\s+at .+:\d+:\d+\)?/;
// An undefined variable of a template is called that.
const NO_WORDS = /\bundefined\b(?! variable \$)|\[object \w+\]/;
// eslint-disable-next-line no-control-regex -- the point of it
const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
const ANNOTATION = /^::(?:error|warning|notice) [^\n]*$/;

export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'documented exit code': ({ exitCode, exitCodes }) =>
    exitCodes.includes(exitCode) ? undefined : `exit code ${exitCode}`,
  'no trace': ({ thrown, stdout, stderr }) =>
    thrown === undefined ? TRACE.exec(stdout + stderr)?.[0] : thrownText(thrown),
  'no internal error': ({ stdout, stderr }) => /internal[ -]error.*/.exec(stdout + stderr)?.[0],
  'no words of the program': ({ input, stdout, stderr, outputs }) =>
    NO_WORDS.test(input)
      ? undefined
      : [stdout, stderr, ...Object.values(outputs)].flatMap((text) => around(NO_WORDS, text) ?? [])[0],
  'an error is one sentence': ({ exitCode, stdout, stderr }) =>
    exitCode === 2 && stdout.trim() === '' && stderr.trim() === '' ? 'no message' : undefined,
  'in time': ({ cpuSeconds, input }) =>
    cpuSeconds > LONGEST_SECONDS * Math.max(1, input.length / 1e6)
      ? `${cpuSeconds.toFixed(1)} s for ${input.length} characters`
      : undefined,
  'no control characters': ({ stdout, stderr, outputs }) =>
    [stdout, stderr, outputs['text'] ?? '', outputs['github'] ?? ''].flatMap(
      (text) => around(CONTROL, text) ?? [],
    )[0],
  'valid JSON': ({ outputs }) => invalidJson(outputs['json']),
  'valid SARIF': ({ outputs }) => invalidJson(outputs['sarif']) ?? invalidSarif(outputs['sarif']),
  'one annotation a line': ({ outputs }) =>
    (outputs['github'] ?? '').split('\n').find((line) => line !== '' && !ANNOTATION.test(line)),
  'no secret': ({ stdout, stderr, outputs }) =>
    [stdout, stderr, ...Object.values(outputs)].flatMap((text) => around(new RegExp(SECRET), text) ?? [])[0],
};

const thrownText = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

function around(pattern: RegExp, text: string): string | undefined {
  const found = pattern.exec(text);
  return found === null
    ? undefined
    : JSON.stringify(text.slice(Math.max(0, found.index - 100), found.index + 60));
}

function invalidJson(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** What GitHub asks of a result: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
function invalidSarif(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const { version, runs } = JSON.parse(text) as Sarif;
  const ids = new Set(runs[0]?.tool.driver.rules.map(({ id }) => id));
  const wrong = runs[0]?.results.find(
    ({ ruleId, message, locations = [] }) =>
      !ids.has(ruleId) ||
      message.text === '' ||
      locations.some(({ physicalLocation }) => (physicalLocation?.region?.startLine ?? 1) < 1),
  );
  return version === '2.1.0' && wrong === undefined ? undefined : JSON.stringify(wrong ?? version);
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly message: { readonly text: string };
      readonly locations?: readonly {
        readonly physicalLocation?: { readonly region?: { readonly startLine?: number } };
      }[];
    }[];
  }[];
}
