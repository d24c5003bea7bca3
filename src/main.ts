import { InvalidInput } from './invalid-input';

async function main(): Promise<void> {
  // Stack traces are mapped to TypeScript, and reading the maps of the largest dependencies would take longer than
  // synthesis itself. Nobody wants theirs: they are loaded first, without.
  process.setSourceMapsEnabled(false);
  for (const dependency of ['cdk8s-plus-28/lib/imports/k8s', 'zod']) require(dependency);
  process.setSourceMapsEnabled(true);

  // The catalog checks itself while it loads, so it is loaded where its errors are caught.
  const { synthesize } = await import('./synthesize');
  synthesize(process.env);
}

main().catch((error: unknown) => {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exitCode = 1;
});
