import * as z from 'zod';
import { mistake } from '../../../findings/mistake';
import { LABEL_NAME } from '../../../metrics/names';

/**
 * A label by which rules join. Prometheus 3.5 does not quote labels in `on (...)` when it evaluates rules, so they are none
 * of UTF-8.
 */
export const labelName = z
  .string()
  .regex(
    LABEL_NAME,
    mistake('not a label that rules can join by', 'use letters, digits and underscores, e.g. service_name'),
  )
  .refine(
    (name) => name !== '__name__',
    mistake('the name of a metric cannot identify a service', 'use labels that all of its series have'),
  );

export const labelValue = z
  .string()
  .min(1, mistake('a label with an empty value does not exist', 'give the value that its series have'));
