/** Name, namespace and labels of an object: the same three props in every construct. */
export interface ObjectProps {
  /** Name of the object. @default the id of the construct */
  readonly name?: string;
  /** Namespace of the object. @default the namespace of the chart */
  readonly namespace?: string;
  /** Labels of the object, in addition to those of the chart. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Metadata for a cdk8s object: a key that is present but undefined would hide the default of the chart. */
export function objectMetadata(id: string, { name = id, namespace, labels }: ObjectProps) {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels: { ...labels } }),
  };
}
