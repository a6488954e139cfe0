/** Values behind names, in the ways names and values are written. */
import { isBelievable } from '../believable.ts';
import type { Kind, Named } from '../kind.ts';
import { pick, type Random, Writer } from './writer.ts';

/** Names that people give to values of each kind. */
export const NAMES: Readonly<Record<string, readonly string[]>> = {
  'aws-secret-access-key': [
    'AWS_SECRET_ACCESS_KEY',
    'aws_secret_access_key',
    'SecretAccessKey',
    'secretAccessKey',
    'secret_key',
  ],
  'azure-storage-key-json': ['AZURE_STORAGE_KEY', 'accountKey', 'storage_key', 'azure-storage-key'],
  'cohere-api-key': ['COHERE_API_KEY', 'cohere_api_key', 'CO_API_KEY', 'cohereApiKey'],
  'mistral-api-key': ['MISTRAL_API_KEY', 'mistral_api_key', 'mistralApiKey'],
  'heroku-key-legacy': ['HEROKU_API_KEY', 'heroku_api_token', 'herokuApiKey'],
  'datadog-api-key': [
    'DD_API_KEY',
    'DATADOG_API_KEY',
    'datadog_app_key',
    'DD-API-KEY',
    'datadogApiKey',
    'DD_APP_KEY',
  ],
  'vercel-token': ['VERCEL_TOKEN', 'vercel_token', 'vercelToken'],
  'cloudflare-api-token': ['CLOUDFLARE_API_TOKEN', 'CF_API_TOKEN', 'cloudflare_api_key', 'X-Auth-Key'],
  'postmark-token': ['POSTMARK_SERVER_TOKEN', 'X-Postmark-Server-Token', 'postmark_api_key'],
  'messagebird-key': ['MESSAGEBIRD_ACCESS_KEY', 'messagebird_api_key', 'messageBirdKey'],
  'box-developer-token': ['BOX_DEVELOPER_TOKEN', 'box_access_token', 'developerToken', 'BOX_CLIENT_SECRET'],
  'ethereum-private-key': ['PRIVATE_KEY', 'private_key', 'privateKey', 'ETH_PRIVATE_KEY'],
  'okta-api-token': ['OKTA_API_TOKEN', 'okta_token', 'oktaApiToken'],
  'vault-legacy-token': ['VAULT_TOKEN', 'vault_token', 'X-Vault-Token', 'vaultToken'],
  'wireguard-private-key': ['PrivateKey', 'WG_PRIVATE_KEY', 'privateKey', 'wireguard_private_key'],
  'private-key-inline': ['PRIVATE_KEY', 'signing_private_key', 'privateKey', 'SECRET_KEY_BASE64'],
  'generic-api-key': [
    'API_KEY',
    'api_key',
    'apiKey',
    'X-Api-Key',
    'SERVICE_APIKEY',
    'Ocp-Apim-Subscription-Key',
  ],
  'generic-password': ['PASSWORD', 'db_password', 'dbPassword', 'POSTGRES_PASSWORD', 'passwd', 'ROOT_PWD'],
  'generic-secret': [
    'CLIENT_SECRET',
    'client_secret',
    'authToken',
    'SESSION_SECRET',
    'access_token',
    'X-Auth-Token',
  ],
  'pii-us-driver-license': ['driver_license', 'driversLicenseNumber', 'DRIVING_LICENCE_NO', 'dlNumber'],
  'pii-person-name': ['first_name', 'lastName', 'full_name', 'surname'],
  'pii-street-address': ['street_address', 'billingAddress', 'address_line1'],
};

/** Narrower than what the kind takes, where that holds quotes and blanks. */
const VALUES: Readonly<Record<string, string>> = {
  'generic-password': '[A-Z][a-z]{4}[0-9]{3}[!#*_-][a-z]{3}[A-Z]{2}',
  'generic-api-key': '[0-9A-Za-z]{20,32}',
  'generic-secret': '[0-9A-Za-z_-]{24,40}[0-9a-z]',
  'private-key-inline': '[0-9A-Za-z]{60}[0-9A-Za-z+/]{10}==',
  'pii-us-driver-license': '[A-Z][0-9]{7}',
  'pii-person-name': '(?:Ada|Grace|Alan|Edsger|Barbara) (?:Lovelace|Hopper|Turing|Dijkstra|Liskov)',
  'pii-street-address': '[1-9][0-9]{1,3} (?:Main|Oak|Station|Church) (?:Street|Road|Lane)',
};

/** Ways to write a name and its value: what stands before and behind the value. */
export const FORMS: Readonly<Record<string, (name: string) => readonly [before: string, after: string]>> = {
  env: (name) => [`${name}=`, ''],
  export: (name) => [`export ${name}="`, '"'],
  single: (name) => [`export ${name}='`, "'"],
  json: (name) => [`{"${name}":"`, '"}'],
  pretty: (name) => [`  "${name}": "`, '",'],
  nested: (name) => [`"{\\"${name}\\":\\"`, '\\"}"'],
  yaml: (name) => [`${name}: `, ''],
  'quoted yaml': (name) => [`  ${name}: "`, '"'],
  toml: (name) => [`${name} = "`, '"'],
  ini: (name) => [`${name} = `, ''],
  javascript: (name) => [`const ${name} = '`, "';"],
  python: (name) => [`os.environ["${name}"] = "`, '"'],
  keyword: (name) => [`client(${name}="`, '")'],
  go: (name) => [`${name} := "`, '"'],
  ruby: (name) => [`:${name} => "`, '"'],
  java: (name) => [`private static final String ${name} = "`, '";'],
  option: (name) => [`tool --${name.toLowerCase().replaceAll('_', '-')} `, ''],
  'option with sign': (name) => [`tool --${name.toLowerCase().replaceAll('_', '-')}=`, ''],
  header: (name) => [`${name}: `, '\r\n'],
  docker: (name) => [`ENV ${name} `, ''],
  kubernetes: (name) => [`- name: ${name}\n  value: "`, '"'],
  'task definition': (name) => [`{"name":"${name}","value":"`, '"}'],
  'go variable': (name) => [`var ${name} string = "`, '"'],
  typescript: (name) => [`let ${name}: string = "`, '";'],
  rust: (name) => [`let ${name}: &str = "`, '";'],
  'yaml block': (name) => [`${name}: |\n  `, '\n'],
  'yaml folded': (name) => [`${name}: >-\n  `, '\n'],
  'make shell': (name) => [`${name} ::= "`, '"'],
  'make default': (name) => [`${name} ?= `, ''],
  fallback: (name) => [`process.env.${name} || '`, "'"],
  'nullish fallback': (name) => [`process.env["${name}"] ?? "`, '"'],
  php: (name) => [`$${name} .= "`, '"'],
  'php define': (name) => [`define('${name}', '`, "');"],
  property: (name) => [`System.setProperty("${name}", "`, '");'],
  'xml lines': (name) => [`<${name}>\n    `, `\n</${name}>`],
  'xml cdata': (name) => [`<${name}><![CDATA[`, `]]></${name}>`],
  'xml entry': (name) => [`<entry key="${name}">`, '</entry>'],
  'xml property': (name) => [`<property name="${name}" value="`, '"/>'],
  xml: (name) => [`<${name}>`, `</${name}>`],
  'app settings': (name) => [`<add key="${name}" value="`, '" />'],
  multipart: (name) => [`Content-Disposition: form-data; name="${name}"\r\n\r\n`, '\r\n'],
  query: (name) => [`GET /v1/items?page=2&${name}=`, '&x=1 HTTP/1.1'],
  setter: (name) => [`setx ${name} "`, '"'],
};

/** Forms that put the value between quotes. */
export const QUOTED_FORMS = ['export', 'json', 'pretty', 'toml', 'javascript', 'go'] as const;
const USUAL_FORMS = [
  'env',
  'export',
  'json',
  'pretty',
  'yaml',
  'toml',
  'ini',
  'javascript',
  'python',
] as const;

/**
 * A value that the kind believes.
 * @throws RangeError when none is drawn
 */
export function namedValue(kind: Kind, named: Named, random: Random): string {
  const whole = new RegExp(`^(?:${named.value})$`);
  for (let attempt = 0; attempt < 2000; attempt++) {
    const value = new Writer(VALUES[kind.id] ?? named.value, random).all();
    if (whole.test(value) && isBelievable(value, named, 'assigned')) return value;
  }
  throw new RangeError(`no value can be made of ${kind.id}`);
}

/** What stands before and behind the value, in one of the usual forms. */
export function namedContext(kind: Kind, named: Named, random: Random): readonly [string, string] {
  const name = pick(NAMES[kind.id] ?? [kind.id], random);
  const form = named.quoted === true ? pick(QUOTED_FORMS, random) : pick(USUAL_FORMS, random);
  return FORMS[form]!(name);
}
