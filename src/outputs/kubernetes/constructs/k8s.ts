/**
 * The typed Kubernetes API of cdk8s-plus-28 (`k8s.*`), without the higher-level classes around it: nothing here uses
 * them, and loading them is a part of every synthesis.
 */
export * from 'cdk8s-plus-28/lib/imports/k8s.js';
