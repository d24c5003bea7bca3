import type { Effect } from './effect';
import type { Routings } from './route-effects';
import { changedSettings, isWording } from './routes/receivers';

/** Settings of receivers that changed; alerts that a broken one no longer sends are reported by their routes. */
export function receiverEffects({ before, after }: Routings): readonly Effect[] {
  return [...before.receivers.values()].flatMap((receiver) => {
    const now = after.receivers.get(receiver.name);
    if (now === undefined || now.broken !== undefined) return [];
    const changed = changedSettings(receiver, now);
    const [wording, settings] = [changed.filter(isWording), changed.filter((path) => !isWording(path))];
    const about = { alert: `receiver ${receiver.name}`, labels: {} };
    return [
      ...(settings.length === 0
        ? []
        : [
            {
              ...about,
              kind: 'receiver' as const,
              reason: settings.map((path) => settingText(path, receiver.settings, now.settings)).join('; '),
            },
          ]),
      ...(wording.length === 0
        ? []
        : [{ ...about, kind: 'text' as const, reason: `${wording.join(', ')} changed` }]),
    ];
  });
}

type Settings = ReadonlyMap<string, string>;

/** Values are shown where they name a file or a Secret: others may be secrets themselves. */
function settingText(path: string, before: Settings, after: Settings): string {
  const [from, to] = [before.get(path), after.get(path)];
  const isPublic =
    [from, to].every((value) => value === undefined || /^(?:\/|key )/.test(value)) ||
    path.endsWith('.channel');
  return isPublic ? `${path} was ${from ?? 'not set'}, and is now ${to ?? 'not set'}` : `${path} changed`;
}
