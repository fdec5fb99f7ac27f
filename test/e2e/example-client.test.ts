import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '../support/service.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const EXAMPLE = join(ROOT, 'examples/client');
const run = promisify(execFile);

interface Manifest {
  readonly version: string;
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}
const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Generated, compiled and run as its README says; its packages are found in the project's own node_modules. */
describe('the example client', () => {
  let service: TestService;
  let output: string;
  beforeAll(async () => {
    service = await startTestService();
    await run(process.execPath, ['generate.mjs'], { cwd: EXAMPLE });
    await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc')], { cwd: EXAMPLE });
    const { stdout, stderr } = await run(process.execPath, ['dist/main.js'], {
      cwd: EXAMPLE,
      env: { ...process.env, LEARNREC_URL: `${service.url}graphql`, LEARNREC_USER: 'u1' },
      timeout: 30_000,
    });
    expect(stderr).toBe('');
    output = stdout;
  });
  afterAll(() => service.close());

  it('asks every recipe', () => {
    expect(output).toMatch(/^Home row \(HYBRID\):\n {2}1\. .+ Kubernetes\. Because you engaged with ".+"/);
    expect(output).toMatch(/\nBecause you engaged with ".+":\n {2}.+ \(0\.\d\d\)\n/);
    expect(output).toMatch(/\nSearch: 1 found; like the first: .+ Kubernetes, /);
    expect(output).toMatch(/\nOnboarding: .+, .+/);
    expect(output).toMatch(/\nFeedback refused: 0\nFeedback undone: TOO_EASY\n/);
    expect(output).toMatch(/\nRecorded: 1, there already: 0\nThe list after it: .+, .+\n$/);
  });

  it('tells errors apart by their codes', () => {
    expect(output).toContain('\nFeedback on nothing: NOT_FOUND at contentId, TELL\n');
    expect(output).toContain('\nWith a wrong token: UNAUTHENTICATED, SIGN_IN\n');
  });

  it('shows lists by Apollo Client and by urql, and finds nodes in the cache', () => {
    expect(output).toContain('\nApollo Client, from its cache by nodeId: true\n');
    expect(output).toMatch(
      /<section><h2>For you<\/h2><ol>(<li><a href="\/content\/c\d+\?list=[0-9a-f-]{36}">.+?<\/a> .+?<\/li>)+<\/ol><\/section>/,
    );
    expect(output).toMatch(/<ul>(<li>.+? <small>.*?<\/small><\/li>)+<\/ul>/);
  });

  it('names the versions that the project is tested with', async () => {
    const [own, project] = await Promise.all([manifestIn(EXAMPLE), manifestIn(ROOT)]);
    const known = { ...project.devDependencies, ...project.dependencies };
    for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies }))
      expect([name, version]).toEqual([name, known[name]]);
    expect(own.scripts['start']).toBe('node generate.mjs && tsc && node dist/main.js');
  });
});
