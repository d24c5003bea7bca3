/**
 * Publishes a report as the comment on a pull request, as action.yml calls it:
 * `tsx scripts/pull-request-comment.ts REPORT NAME NEEDED`. Reads the variables of GitHub Actions and GITHUB_TOKEN.
 */
import { readFileSync } from 'node:fs';
import { publish } from './github-comments';

const [report = '', name = 'doctor', needed = 'true'] = process.argv.slice(2);
const { GITHUB_API_URL, GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_EVENT_PATH } = process.env;

function pullRequestNumber(): number | undefined {
  if (GITHUB_EVENT_PATH === undefined) return undefined;
  const event = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8')) as {
    readonly pull_request?: { readonly number: number };
  };
  return event.pull_request?.number;
}

const number = pullRequestNumber();
if (number === undefined) console.log('No comment: the event is not a pull request.');
else if (!GITHUB_TOKEN || !GITHUB_REPOSITORY) {
  console.error('No comment: GITHUB_TOKEN or GITHUB_REPOSITORY is missing. Set the input token.');
  process.exitCode = 1;
} else {
  try {
    const outcome = await publish(
      {
        api: GITHUB_API_URL ?? 'https://api.github.com',
        token: GITHUB_TOKEN,
        repository: GITHUB_REPOSITORY,
        number,
      },
      name,
      readFileSync(report, 'utf8'),
      needed === 'true',
    );
    console.log(
      outcome === 'forbidden'
        ? 'No comment: the token may not write, as on pull requests from forks. Give the job pull-requests: write.'
        : `Comment ${outcome}.`,
    );
  } catch (error) {
    console.error(`No comment: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
