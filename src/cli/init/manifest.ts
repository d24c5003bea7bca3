export const SCRIPTS = {
  synth: 'signalproof synth',
  doctor: 'signalproof doctor',
  test: 'tsc && node --import tsx --test test/*.test.ts',
} as const;

/** Its development dependencies beside signalproof; the first three are what Kubernetes objects are made with. */
const DEPENDENCIES = {
  cdk8s: '^2.70.106',
  'cdk8s-plus-28': '^2.5.6',
  constructs: '^10.8.1',
  '@types/node': '^20.19.43',
  tsx: '^4.23.15',
  typescript: '^7.0.2',
} as const;

/** Packages that the files need, with their versions. */
export const neededPackages = (version: string) => ({ signalproof: `^${version}`, ...DEPENDENCIES });

export const packageManifest = (name: string, version: string): string =>
  `${JSON.stringify(
    {
      name: `${name}-monitoring`,
      private: true,
      type: 'module',
      scripts: SCRIPTS,
      devDependencies: neededPackages(version),
    },
    undefined,
    2,
  )}\n`;
