import { Yaml } from 'cdk8s';

/** YAML 1.1, as cdk8s writes manifests. */
export const toYaml = (value: object): string => Yaml.stringify(value);
