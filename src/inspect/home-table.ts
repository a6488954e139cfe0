import type { HomeEntry, IssuerEntry } from './home-entry.ts';
import { HOME_SERVICES } from './home-services.ts';

const AUTH = ['header.authorization'];
const AUTH_OR_KEY = ['header.authorization', 'header.x-api-key', 'header.api-key'];

/** Model vendors, clouds and source hosting here; the rest in home-services.ts. */
export const HOME_TABLE: readonly HomeEntry[] = [
  // A bearer that names no vendor: every service that signs its own sessions takes one in these places.
  { kinds: ['jwt'], hosts: ['*'], places: ['header.authorization', 'header.cookie', 'header.x-*-token'] },
  // Model vendors.
  {
    kinds: ['openai-legacy-key', 'openai-project-key'],
    hosts: ['api.openai.com', '*.api.openai.com'],
    // A browser cannot set headers on a WebSocket, so the key of a realtime session travels as a subprotocol.
    places: [...AUTH, 'header.sec-websocket-protocol'],
  },
  {
    kinds: ['anthropic-api-key', 'anthropic-admin-key', 'anthropic-oauth-token'],
    hosts: ['api.anthropic.com', '*.anthropic.com', 'claude.ai', 'platform.claude.com'],
    places: [...AUTH_OR_KEY, 'header.cookie'],
  },
  {
    kinds: ['anthropic-oauth-token'],
    hosts: ['console.anthropic.com', 'api.anthropic.com', 'platform.claude.com'],
    places: ['body'],
  },
  {
    kinds: ['huggingface-token', 'huggingface-org-token'],
    hosts: ['huggingface.co', '*.huggingface.co', '*.hf.co', '*.hf.space', '*.endpoints.huggingface.cloud'],
    places: AUTH,
  },
  { kinds: ['groq-api-key'], hosts: ['api.groq.com'], places: AUTH },
  { kinds: ['xai-api-key'], hosts: ['api.x.ai', '*.api.x.ai'], places: AUTH_OR_KEY },
  { kinds: ['perplexity-api-key'], hosts: ['api.perplexity.ai'], places: AUTH },
  { kinds: ['replicate-token'], hosts: ['api.replicate.com', '*.replicate.delivery'], places: AUTH },
  { kinds: ['openrouter-key'], hosts: ['openrouter.ai'], places: AUTH_OR_KEY },
  { kinds: ['deepseek-api-key'], hosts: ['api.deepseek.com'], places: AUTH_OR_KEY },
  { kinds: ['fireworks-api-key'], hosts: ['api.fireworks.ai'], places: AUTH_OR_KEY },
  { kinds: ['together-api-key'], hosts: ['api.together.xyz', 'api.together.ai'], places: AUTH },
  { kinds: ['pinecone-key'], hosts: ['api.pinecone.io', '*.pinecone.io'], places: AUTH_OR_KEY },
  {
    kinds: ['langsmith-key'],
    hosts: ['api.smith.langchain.com', '*.smith.langchain.com'],
    places: AUTH_OR_KEY,
  },
  { kinds: ['langfuse-secret'], hosts: ['cloud.langfuse.com', '*.cloud.langfuse.com'], places: AUTH },
  {
    kinds: ['nvidia-api-key'],
    hosts: ['integrate.api.nvidia.com', '*.api.nvidia.com', 'nvcr.io', 'authn.nvidia.com'],
    places: AUTH,
  },
  {
    kinds: ['elevenlabs-key'],
    hosts: ['api.elevenlabs.io', '*.elevenlabs.io'],
    places: ['header.xi-api-key'],
  },
  { kinds: ['voyage-key'], hosts: ['api.voyageai.com'], places: AUTH },
  { kinds: ['cerebras-key'], hosts: ['api.cerebras.ai'], places: AUTH },
  {
    kinds: ['tavily-key'],
    hosts: ['api.tavily.com', 'mcp.tavily.com'],
    places: [...AUTH, 'body', 'query.tavilyApiKey'],
  },
  { kinds: ['firecrawl-key'], hosts: ['api.firecrawl.dev'], places: AUTH },
  {
    kinds: ['e2b-key'],
    hosts: ['api.e2b.dev', 'api.e2b.app', '*.e2b.app', '*.e2b.dev'],
    places: AUTH_OR_KEY,
  },
  { kinds: ['llamacloud-key'], hosts: ['api.cloud.llamaindex.ai', '*.cloud.llamaindex.ai'], places: AUTH },
  { kinds: ['jina-key'], hosts: ['api.jina.ai', '*.jina.ai'], places: AUTH },
  { kinds: ['wandb-key-v1'], hosts: ['api.wandb.ai', '*.wandb.ai'], places: AUTH },
  // Clouds.
  {
    kinds: ['aws-access-key-id', 'aws-session-token'],
    hosts: ['*.amazonaws.com', '*.amazonaws.com.cn', '*.api.aws', '*.on.aws', '*.aws.dev'],
    places: [
      ...AUTH,
      'header.x-amz-security-token',
      'query.X-Amz-Credential',
      'query.X-Amz-Security-Token',
      'query.AWSAccessKeyId',
    ],
  },
  {
    kinds: ['aws-bedrock-api-key-long', 'aws-bedrock-api-key-short'],
    hosts: ['*.amazonaws.com', '*.api.aws'],
    places: AUTH_OR_KEY,
  },
  {
    kinds: ['aws-presigned-url'],
    hosts: ['*.amazonaws.com', '*.amazonaws.com.cn'],
    places: ['query.X-Amz-Signature'],
  },
  { kinds: ['aws-appsync-api-key'], hosts: ['*.amazonaws.com'], places: ['header.x-api-key'] },
  {
    kinds: ['gcp-api-key'],
    hosts: ['*.googleapis.com', '*.google.com'],
    places: ['query.key', 'header.x-goog-api-key'],
  },
  {
    kinds: ['gcp-oauth-access-token'],
    hosts: ['*.googleapis.com', '*.google.com', '*.pkg.dev', 'gcr.io', '*.gcr.io', '*.run.app'],
    places: [...AUTH, 'query.access_token'],
  },
  {
    kinds: ['google-oauth-client-secret', 'google-oauth-refresh-token'],
    hosts: ['oauth2.googleapis.com', 'accounts.google.com', 'www.googleapis.com'],
    places: ['body', ...AUTH],
  },
  {
    kinds: ['gcp-hmac-key'],
    hosts: ['storage.googleapis.com', '*.storage.googleapis.com'],
    places: [...AUTH, 'query.X-Goog-Credential', 'query.X-Amz-Credential'],
  },
  {
    kinds: ['google-recaptcha-secret'],
    hosts: ['www.google.com', 'www.recaptcha.net'],
    places: ['body', 'query.secret'],
  },
  {
    kinds: ['azure-ad-client-secret', 'azure-entra-refresh-token'],
    hosts: [
      'login.microsoftonline.com',
      'login.microsoft.com',
      'login.windows.net',
      'login.microsoftonline.us',
      'login.chinacloudapi.cn',
    ],
    places: ['body', ...AUTH],
  },
  {
    kinds: ['azure-cask-key'],
    hosts: [
      '*.openai.azure.com',
      '*.cognitiveservices.azure.com',
      '*.services.ai.azure.com',
      '*.cognitive.microsoft.com',
      '*.api.cognitive.microsofttranslator.com',
    ],
    places: [...AUTH_OR_KEY, 'header.ocp-apim-subscription-key'],
  },
  {
    kinds: ['azure-devops-pat'],
    hosts: ['dev.azure.com', '*.dev.azure.com', '*.visualstudio.com'],
    places: AUTH,
  },
  { kinds: ['azure-search-key'], hosts: ['*.search.windows.net'], places: ['header.api-key'] },
  {
    kinds: ['azure-functions-key'],
    hosts: ['*.azurewebsites.net'],
    places: ['header.x-functions-key', 'query.code'],
  },
  { kinds: ['azure-cosmosdb-key'], hosts: ['*.documents.azure.com'], places: AUTH },
  { kinds: ['azure-acr-key'], hosts: ['*.azurecr.io'], places: AUTH },
  {
    kinds: ['azure-sas-token'],
    hosts: ['*.core.windows.net', '*.blob.storage.azure.net', '*.servicebus.windows.net'],
    places: ['query.sig'],
  },
  { kinds: ['msteams-webhook'], hosts: ['*.webhook.office.com'], places: ['path'] },
  {
    kinds: ['powerautomate-webhook'],
    hosts: ['*.logic.azure.com', '*.powerplatform.com'],
    places: ['path', 'query.*'],
  },
  {
    kinds: ['alibaba-access-key'],
    hosts: ['*.aliyuncs.com'],
    places: [...AUTH, 'query.AccessKeyId', 'query.OSSAccessKeyId'],
  },
  {
    kinds: ['tencent-secret-id'],
    hosts: ['*.tencentcloudapi.com', '*.myqcloud.com'],
    places: [...AUTH, 'query.SecretId'],
  },
  {
    kinds: ['yandex-api-key', 'yandex-iam-token'],
    hosts: ['*.api.cloud.yandex.net', '*.cloud.yandex.net'],
    places: AUTH,
  },
  // Source hosting.
  {
    kinds: [
      'github-pat',
      'github-oauth',
      'github-user-to-server',
      'github-app-installation',
      'github-refresh',
      'github-fine-grained-pat',
    ],
    hosts: [
      'github.com',
      'api.github.com',
      'uploads.github.com',
      'gist.github.com',
      'codeload.github.com',
      '*.githubusercontent.com',
      'ghcr.io',
      '*.pkg.github.com',
      'models.github.ai',
      '*.githubcopilot.com',
      'models.inference.ai.azure.com',
    ],
    places: AUTH,
  },
  { kinds: ['github-refresh'], hosts: ['github.com'], places: ['body', 'query.refresh_token'] },
  {
    kinds: [
      'gitlab-pat',
      'gitlab-pat-routable',
      'gitlab-deploy-token',
      'gitlab-ci-job-token',
      'gitlab-trigger-token',
      'gitlab-runner-token',
      'gitlab-feed-token',
      'gitlab-scim-token',
      'gitlab-agent-token',
    ],
    hosts: ['gitlab.com', '*.gitlab.com'],
    places: [
      ...AUTH,
      'header.private-token',
      'header.job-token',
      'header.deploy-token',
      'query.private_token',
      'query.feed_token',
    ],
  },
  {
    kinds: [
      'gitlab-runner-token',
      'gitlab-runner-registration',
      'gitlab-oauth-app-secret',
      'gitlab-trigger-token',
      'gitlab-ci-job-token',
    ],
    hosts: ['gitlab.com'],
    places: ['body'],
  },
  { kinds: ['bitbucket-app-password'], hosts: ['bitbucket.org', 'api.bitbucket.org'], places: AUTH },
  {
    kinds: ['atlassian-api-token', 'atlassian-access-token'],
    hosts: ['*.atlassian.net', 'api.atlassian.com', 'bitbucket.org', 'api.bitbucket.org'],
    places: AUTH,
  },
  {
    kinds: ['sourcegraph-token'],
    hosts: ['sourcegraph.com', '*.sourcegraph.com', '*.sourcegraphcloud.com'],
    places: AUTH,
  },
  ...HOME_SERVICES,
];

/** Token endpoints. */
export const ISSUERS: readonly IssuerEntry[] = [
  { host: 'github.com', path: /^\/login\/oauth\/access_token$/, kinds: ['github-*'] },
  { host: 'api.github.com', path: /^\/app\/installations\/[0-9]+\/access_tokens$/, kinds: ['github-*'] },
  {
    host: 'oauth2.googleapis.com',
    path: /^\/token$/,
    kinds: ['gcp-oauth-access-token', 'google-oauth-*', 'jwt'],
  },
  { host: 'console.anthropic.com', path: /^\/v1\/oauth\/token$/, kinds: ['anthropic-*'] },
  { host: 'platform.claude.com', path: /^\/v1\/oauth\/token$/, kinds: ['anthropic-*'] },
  { host: 'api.anthropic.com', path: /^\/v1\/oauth\/token$/, kinds: ['anthropic-*'] },
  { host: 'auth.openai.com', path: /^\/oauth\/token$/, kinds: ['openai-*', 'jwt'] },
  { host: 'slack.com', path: /^\/api\/oauth\.v2\.access$/, kinds: ['slack-*'] },
  { host: 'gitlab.com', path: /^\/oauth\/token$/, kinds: ['gitlab-*'] },
  {
    host: 'login.microsoftonline.com',
    path: /\/oauth2\/(?:v2\.0\/)?token$/,
    kinds: ['azure-entra-refresh-token', 'jwt'],
  },
];
