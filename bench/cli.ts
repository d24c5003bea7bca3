import { benchDoctor } from './doctor/bench';
import { benchHttp } from './http/bench';
import { runRulesBench } from './rules/index';
import { runLiveBench } from './rules/live/index';
import { benchSynth } from './synth/bench';

/** What can be measured, by the word after `npm run bench --`. */
const BENCHES: Readonly<Record<string, () => Promise<void> | void>> = {
  synth: benchSynth,
  rules: runRulesBench,
  counting: runLiveBench,
  http: benchHttp,
  doctor: benchDoctor,
};

async function main(): Promise<void> {
  const [name = ''] = process.argv.slice(2);
  const bench = BENCHES[name];
  if (bench === undefined) {
    console.error(
      `npm run bench: no benchmark "${name}"; use one of ${Object.keys(BENCHES).join(', ')}, e.g. npm run bench -- synth`,
    );
    process.exitCode = 1;
    return;
  }
  await bench();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
