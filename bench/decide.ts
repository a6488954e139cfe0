// What one decision costs with 10 to 10,000 policies. Run: node bench/decide.ts
import { compilePolicies } from '../src/decide/compile.ts';
import { decide, decideUnindexed } from '../src/decide/decide.ts';
import { readPolicyAnswer } from '../src/decide/document.ts';
import type { PolicySet } from '../src/decide/policy-set.ts';
import type { Facts } from '../src/flow/facts.ts';

/** Shapes of real policies, in turn; `i` makes each one different. */
const SHAPES: readonly ((i: number) => string)[] = [
  (i) => `http.host == "host${i}.example.net"`,
  (i) => `attrs["strathon.http.url"].contains("evil${i}.com")`,
  (i) => `http.host.endsWith(".zone${i}.org") && http.method in ["POST", "PUT"]`,
  (i) => `http.host in ["a${i}.test", "b${i}.test", "c${i}.test"]`,
  (i) =>
    `attrs["strathon.tool.name"] == "http.post" && attrs["strathon.http.url"].startsWith("https://up${i}.io/")`,
  (i) => `has(attrs["gen_ai.tool.name"]) && attrs["gen_ai.tool.name"] == "tool_${i}"`,
  (i) => `http.host == "api${i}.corp.example" && http.path.startsWith("/admin/") && http.size > 1000`,
  (i) => `agent.name == "team-${i}" && !http.host.endsWith(".internal")`,
  (i) => `http.url.matches("https://cdn${i}[.]net/.*[.]exe$")`,
  (i) => `findings.exists(f, f.kind == "kind-${i}") || http.path.contains("/leak/${i}/")`,
];

/** Seen by every request in every set, as a real set has a few of. */
const GENERAL = ['http.size > 100000000'];

function policySet(count: number, general: readonly string[]): PolicySet {
  const policies = Array.from({ length: count }, (_, i) => ({
    name: `policy-${i}`,
    match_expression: i < general.length ? general[i]! : SHAPES[i % SHAPES.length]!(i),
    action: i % 7 === 0 ? 'log' : 'block',
    priority: i % 100,
  }));
  const { set, problems } = compilePolicies(readPolicyAnswer({ policies }), { source: 'bench' });
  if (set === undefined) throw new Error(problems.find((problem) => problem.severity === 'error')?.message);
  return set;
}

function facts(i: number): Facts {
  return {
    agent: { name: 'crew', how: 'basic' },
    method: i % 3 === 0 ? 'POST' : 'GET',
    target: {
      scheme: 'https',
      host: `api${i % 50}.service.example`,
      port: 443,
      path: `/v1/projects/${i % 1000}/items`,
      query: i % 2 === 0 ? 'page=2&sort=name' : undefined,
    },
    headers: { names: ['Host'], lower: ['host'], values: ['x'] },
    bodySize: 512,
    tls: { sni: 'x', version: 'TLSv1.3' },
    findings: [],
    now: 1_772_445_600_000,
  };
}

const REQUESTS = Array.from({ length: 1000 }, (_, i) => facts(i));

/** Median of several rounds, in microseconds for each request. */
function measure(run: (facts: Facts) => unknown, requests: readonly Facts[]): number {
  const rounds: number[] = [];
  for (let round = 0; round < 15; round++) {
    const started = performance.now();
    for (const request of requests) run(request);
    rounds.push(((performance.now() - started) * 1000) / requests.length);
  }
  return rounds.sort((a, b) => a - b)[7]!;
}

function line(...cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell) => String(cell).padStart(12)).join('')}\n`);
}

// The first rounds measure the compiler of the runtime, not this code.
const warm = policySet(100, GENERAL);
for (let i = 0; i < 5; i++) measure((request) => decide(warm, request), REQUESTS);

line('policies', 'compile ms', 'us/request', 'all indexed', 'no index', 'evaluated');
for (const count of [10, 100, 1000, 10_000]) {
  const started = performance.now();
  const set = policySet(count, GENERAL);
  const compile = performance.now() - started;
  const indexed = policySet(count, []);
  const plain = measure((request) => decideUnindexed(set, request), REQUESTS.slice(0, count > 1000 ? 5 : 50));
  line(
    count,
    compile.toFixed(0),
    measure((request) => decide(set, request), REQUESTS).toFixed(2),
    measure((request) => decide(indexed, request), REQUESTS).toFixed(2),
    plain.toFixed(1),
    set.index.unindexed,
  );
}
