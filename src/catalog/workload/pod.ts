import * as z from 'zod';

const toleration = z.strictObject({
  key: z.string().optional().describe('Key of the taint. Absent: every key.'),
  operator: z.enum(['Equal', 'Exists']).optional().describe('`Exists` for taints of any value.'),
  value: z.string().optional().describe('Value of the taint.'),
  effect: z
    .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
    .optional()
    .describe('Effect of the taint. Absent: all.'),
});

/** Where the pods of every kind of workload run, and what other programs read about them. */
export const podFields = {
  annotations: z
    .record(z.string(), z.string())
    .default({})
    .describe('Annotations of the pods, e.g. `{ "sidecar.istio.io/inject": "false" }`.'),
  nodeSelector: z
    .record(z.string(), z.string())
    .default({})
    .describe('Labels of the nodes that the pods run on. Absent: any node.'),
  tolerations: z.array(toleration).default([]).describe('Taints of nodes that the pods tolerate.'),
};

export type PodSettings = z.output<z.ZodObject<typeof podFields>>;
