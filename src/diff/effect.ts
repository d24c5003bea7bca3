import type { Proof } from './proof';

/** What a change does to the messages of an alert, the worst first, and whether it has to be acknowledged. */
export const EFFECTS = {
  silenced: { title: 'Silenced', fails: true },
  suppressed: { title: 'Suppressed at times', fails: true },
  later: { title: 'Later', fails: false },
  receiver: { title: 'Other receiver', fails: false },
  more: { title: 'More messages', fails: false },
  unjudged: { title: 'Not judged', fails: false },
  earlier: { title: 'Earlier', fails: false },
  new: { title: 'Newly notified', fails: false },
  text: { title: 'Other text', fails: false },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly fails: boolean }>>;

export type EffectKind = keyof typeof EFFECTS;

/** One effect of a change on an alert, or on what a receiver gets. */
export interface Effect {
  readonly kind: EffectKind;
  /** Name of the alert, or `receiver NAME`. */
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What happens, as a sentence without a full stop. */
  readonly reason: string;
  /** A test that passes before the change and fails after it. @default none could be made */
  readonly proof?: Proof;
}
