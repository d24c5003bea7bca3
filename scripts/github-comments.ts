/** Where a comment belongs. */
export interface PullRequest {
  /** E.g. `https://api.github.com`. */
  readonly api: string;
  readonly token: string;
  /** Owner and name. */
  readonly repository: string;
  readonly number: number;
}

/** What became of the comment. `forbidden`: the token may not write, as on pull requests from forks. */
export type Published = 'created' | 'updated' | 'unchanged' | 'not needed' | 'forbidden';

/** The most characters that GitHub takes, without those of the marker. */
const LONGEST = 65_000;
/** Milliseconds for one request. */
const TIMEOUT = 30_000;
const PER_PAGE = 100;
/** Pages that are looked through: a pull request with more comments gets a second one. */
const MOST_PAGES = 30;

interface Comment {
  readonly id: number;
  readonly body: string;
}

/**
 * Writes the one comment of this action on a pull request, which an invisible first line identifies.
 * @param name tells the comments of several uses in one workflow apart
 * @param needed whether to create the comment where there is none
 * @throws Error with the status of an unexpected answer, without the token
 */
export async function publish(
  target: PullRequest,
  name: string,
  body: string,
  needed: boolean,
): Promise<Published> {
  const marker = `<!-- signalproof ${name.replaceAll(/[^\w.-]+/g, '-')} -->`;
  const text = `${marker}\n${body.slice(0, LONGEST)}`;
  const comments = `/repos/${target.repository}/issues/${target.number}/comments`;
  const known = await find(target, comments, marker);
  if (known?.body === text) return 'unchanged';
  if (known === undefined && !needed) return 'not needed';
  const answer =
    known === undefined
      ? await send(target, 'POST', comments, { body: text })
      : await send(target, 'PATCH', `/repos/${target.repository}/issues/comments/${known.id}`, {
          body: text,
        });
  if (answer.status === 403 || answer.status === 401) return 'forbidden';
  if (!answer.ok)
    throw unexpected(answer, known === undefined ? 'creating the comment' : 'updating the comment');
  return known === undefined ? 'created' : 'updated';
}

async function find(target: PullRequest, path: string, marker: string): Promise<Comment | undefined> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the next page is asked for only if this one is full
    const answer = await send(target, 'GET', `${path}?per_page=${PER_PAGE}&page=${page}`);
    if (!answer.ok) throw unexpected(answer, 'reading the comments');
    // oxlint-disable-next-line no-await-in-loop -- as above
    const comments = (await answer.json()) as readonly Comment[];
    const known = comments.find(({ body }) => body.startsWith(marker));
    if (known !== undefined || comments.length < PER_PAGE) return known;
  }
  return undefined;
}

const send = (
  { api, token }: PullRequest,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  content?: object,
): Promise<Response> =>
  fetch(`${api}${path}`, {
    method,
    headers: {
      Accept: 'application/vnd.github+json',
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'User-Agent': 'signalproof',
      'X-GitHub-Api-Version': '2022-11-28',
    },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    signal: AbortSignal.timeout(TIMEOUT),
  });

const unexpected = ({ status }: Response, doing: string): Error =>
  new Error(`GitHub answered ${status} on ${doing}.`);
