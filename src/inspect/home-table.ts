/**
 * Where secrets belong. A key that goes to the vendor who issued it, in the place where that vendor takes it, is the
 * everyday use of the key and not a leak.
 */
export interface HomeEntry {
  readonly kinds: readonly string[];
  /** Exact host, `*.suffix` for any host below it, or `*`. */
  readonly hosts: readonly string[];
  /** `header.<name>`, `query.<name>`, `path`, `body`; a trailing or inner `*` stands for anything. */
  readonly places: readonly string[];
}

const AUTH = ['header.authorization'];
const AUTH_OR_KEY = ['header.authorization', 'header.x-api-key', 'header.api-key'];

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
  // Messaging.
  {
    kinds: [
      'slack-bot-token',
      'slack-user-token',
      'slack-legacy-token',
      'slack-client-token',
      'slack-app-token',
      'slack-config-token',
    ],
    hosts: ['slack.com', '*.slack.com', '*.slack-files.com'],
    places: [...AUTH, 'header.cookie', 'body', 'query.token'],
  },
  { kinds: ['slack-webhook'], hosts: ['hooks.slack.com'], places: ['path'] },
  { kinds: ['discord-webhook'], hosts: ['discord.com', 'discordapp.com', '*.discord.com'], places: ['path'] },
  { kinds: ['telegram-bot-token'], hosts: ['api.telegram.org'], places: ['path'] },
  { kinds: ['zapier-webhook'], hosts: ['hooks.zapier.com'], places: ['path'] },
  { kinds: ['twilio-account-sid', 'twilio-api-key'], hosts: ['*.twilio.com'], places: [...AUTH, 'path'] },
  { kinds: ['sendgrid-key'], hosts: ['api.sendgrid.com', 'api.eu.sendgrid.com'], places: AUTH },
  { kinds: ['mailgun-key'], hosts: ['api.mailgun.net', 'api.eu.mailgun.net'], places: AUTH },
  { kinds: ['mailchimp-key'], hosts: ['*.api.mailchimp.com'], places: AUTH },
  { kinds: ['mandrill-key'], hosts: ['mandrillapp.com'], places: ['body'] },
  { kinds: ['brevo-key'], hosts: ['api.brevo.com', 'api.sendinblue.com'], places: ['header.api-key'] },
  { kinds: ['resend-key'], hosts: ['api.resend.com'], places: AUTH },
  { kinds: ['klaviyo-key'], hosts: ['a.klaviyo.com'], places: AUTH },
  // Payment.
  {
    kinds: ['stripe-secret-key', 'stripe-test-key', 'stripe-restricted-key', 'stripe-publishable-key'],
    hosts: ['api.stripe.com', 'files.stripe.com', 'mcp.stripe.com'],
    places: AUTH,
  },
  { kinds: ['stripe-publishable-key'], hosts: ['*.stripe.com'], places: ['body', 'query.key'] },
  {
    kinds: ['square-access-token', 'square-token-eaaa'],
    hosts: ['connect.squareup.com', 'connect.squareupsandbox.com'],
    places: AUTH,
  },
  { kinds: ['square-oauth-secret'], hosts: ['connect.squareup.com'], places: ['body', ...AUTH] },
  { kinds: ['paypal-braintree-token'], hosts: ['*.braintreegateway.com', '*.paypal.com'], places: AUTH },
  { kinds: ['plaid-access-token'], hosts: ['*.plaid.com'], places: ['body'] },
  { kinds: ['razorpay-key'], hosts: ['api.razorpay.com'], places: AUTH },
  { kinds: ['paystack-secret'], hosts: ['api.paystack.co'], places: AUTH },
  { kinds: ['flutterwave-secret'], hosts: ['api.flutterwave.com'], places: AUTH },
  { kinds: ['checkout-secret'], hosts: ['*.checkout.com'], places: AUTH },
  { kinds: ['easypost-key'], hosts: ['api.easypost.com'], places: AUTH },
  { kinds: ['shippo-token'], hosts: ['api.goshippo.com'], places: AUTH },
  { kinds: ['duffel-token'], hosts: ['api.duffel.com'], places: AUTH },
  // Package registries.
  { kinds: ['npm-token'], hosts: ['registry.npmjs.org', 'www.npmjs.com'], places: AUTH },
  { kinds: ['pypi-token'], hosts: ['upload.pypi.org', 'test.pypi.org'], places: AUTH },
  { kinds: ['rubygems-key'], hosts: ['rubygems.org'], places: AUTH },
  { kinds: ['crates-io-token'], hosts: ['crates.io'], places: AUTH },
  { kinds: ['nuget-key'], hosts: ['www.nuget.org', 'api.nuget.org'], places: ['header.x-nuget-apikey'] },
  { kinds: ['clojars-token'], hosts: ['repo.clojars.org'], places: AUTH },
  {
    kinds: ['artifactory-api-key', 'artifactory-reference-token'],
    hosts: ['*.jfrog.io'],
    places: [...AUTH, 'header.x-jfrog-art-api'],
  },
  {
    kinds: ['docker-pat'],
    hosts: ['auth.docker.io', 'hub.docker.com', 'registry-1.docker.io', 'index.docker.io'],
    places: [...AUTH, 'body'],
  },
  { kinds: ['deno-deploy-token'], hosts: ['api.deno.com', '*.deno.com', 'dash.deno.com'], places: AUTH },
  // Infrastructure.
  { kinds: ['terraform-cloud-token'], hosts: ['app.terraform.io', 'registry.terraform.io'], places: AUTH },
  {
    kinds: ['vault-service-token', 'vault-batch-token', 'vault-recovery-token'],
    hosts: ['*.hashicorp.cloud'],
    places: [...AUTH, 'header.x-vault-token'],
  },
  { kinds: ['doppler-token'], hosts: ['api.doppler.com'], places: AUTH },
  { kinds: ['pulumi-token'], hosts: ['api.pulumi.com'], places: AUTH },
  {
    kinds: ['onepassword-service-token'],
    hosts: ['*.1password.com', '*.1password.eu', '*.1password.ca'],
    places: AUTH,
  },
  {
    kinds: ['infracost-key'],
    hosts: ['pricing.api.infracost.io', '*.infracost.io'],
    places: ['header.x-api-key'],
  },
  {
    kinds: ['cloudflare-api-token-v2'],
    hosts: ['api.cloudflare.com', 'gateway.ai.cloudflare.com', '*.r2.cloudflarestorage.com'],
    places: [...AUTH, 'header.x-auth-key', 'header.cf-aig-authorization'],
  },
  {
    kinds: ['cloudflare-origin-ca'],
    hosts: ['api.cloudflare.com'],
    places: ['header.x-auth-user-service-key'],
  },
  {
    kinds: ['digitalocean-pat', 'digitalocean-oauth'],
    hosts: [
      'api.digitalocean.com',
      'registry.digitalocean.com',
      'cloud.digitalocean.com',
      'inference.do-ai.run',
    ],
    places: AUTH,
  },
  {
    kinds: ['heroku-key-v2'],
    hosts: ['api.heroku.com', 'git.heroku.com', 'registry.heroku.com'],
    places: AUTH,
  },
  { kinds: ['flyio-token'], hosts: ['api.fly.io', 'api.machines.dev', 'registry.fly.io'], places: AUTH },
  {
    kinds: ['vercel-token-v2'],
    hosts: ['api.vercel.com', 'ai-gateway.vercel.sh', 'vercel.com'],
    places: AUTH,
  },
  { kinds: ['netlify-pat'], hosts: ['api.netlify.com'], places: AUTH },
  { kinds: ['supabase-pat'], hosts: ['api.supabase.com', 'mcp.supabase.com'], places: AUTH },
  { kinds: ['supabase-secret-key'], hosts: ['*.supabase.co'], places: [...AUTH, 'header.apikey'] },
  { kinds: ['planetscale-token'], hosts: ['api.planetscale.com'], places: AUTH },
  { kinds: ['neon-api-key'], hosts: ['console.neon.tech', 'mcp.neon.tech'], places: AUTH },
  { kinds: ['mongodb-atlas-sa'], hosts: ['cloud.mongodb.com'], places: AUTH },
  {
    kinds: ['databricks-token'],
    hosts: ['*.cloud.databricks.com', '*.azuredatabricks.net', '*.gcp.databricks.com', '*.databricks.com'],
    places: AUTH,
  },
  { kinds: ['tailscale-key'], hosts: ['api.tailscale.com'], places: AUTH },
  { kinds: ['openshift-token'], hosts: ['*.openshiftapps.com', 'api.openshift.com'], places: AUTH },
  { kinds: ['circleci-pat'], hosts: ['circleci.com'], places: ['header.circle-token', ...AUTH] },
  { kinds: ['buildkite-token'], hosts: ['api.buildkite.com', 'graphql.buildkite.com'], places: AUTH },
  { kinds: ['sonar-token'], hosts: ['sonarcloud.io', '*.sonarcloud.io'], places: AUTH },
  { kinds: ['octopus-key'], hosts: ['*.octopus.app'], places: ['header.x-octopus-apikey'] },
  { kinds: ['harness-pat'], hosts: ['app.harness.io'], places: ['header.x-api-key'] },
  { kinds: ['prefect-key'], hosts: ['api.prefect.cloud'], places: AUTH },
  { kinds: ['scalingo-token'], hosts: ['auth.scalingo.com', '*.scalingo.com'], places: AUTH },
  // Observability.
  { kinds: ['sentry-org-token', 'sentry-user-token'], hosts: ['sentry.io', '*.sentry.io'], places: AUTH },
  {
    kinds: ['newrelic-user-key', 'newrelic-license-key', 'newrelic-other-key'],
    hosts: ['*.newrelic.com', '*.nr-data.net'],
    places: [
      ...AUTH_OR_KEY,
      'header.x-license-key',
      'header.x-insert-key',
      'header.x-query-key',
      'query.license_key',
    ],
  },
  {
    kinds: ['grafana-sa-token', 'grafana-cloud-token', 'grafana-api-key-legacy'],
    hosts: ['grafana.com', '*.grafana.net', '*.grafana.com'],
    places: AUTH,
  },
  { kinds: ['dynatrace-token'], hosts: ['*.live.dynatrace.com', '*.apps.dynatrace.com'], places: AUTH },
  {
    kinds: ['honeycomb-key'],
    hosts: ['api.honeycomb.io', 'api.eu1.honeycomb.io'],
    places: ['header.x-honeycomb-team', ...AUTH],
  },
  { kinds: ['axiom-token'], hosts: ['api.axiom.co', '*.axiom.co'], places: AUTH },
  { kinds: ['launchdarkly-key'], hosts: ['*.launchdarkly.com'], places: AUTH },
  { kinds: ['readme-key'], hosts: ['dash.readme.com', 'api.readme.com'], places: AUTH },
  // Other services.
  {
    kinds: ['notion-token', 'notion-legacy-token'],
    hosts: ['api.notion.com', 'mcp.notion.com'],
    places: AUTH,
  },
  { kinds: ['linear-api-key', 'linear-oauth'], hosts: ['api.linear.app', 'mcp.linear.app'], places: AUTH },
  {
    kinds: ['shopify-token'],
    hosts: ['*.myshopify.com'],
    places: [...AUTH, 'header.x-shopify-access-token'],
  },
  { kinds: ['hubspot-private-app'], hosts: ['api.hubapi.com', '*.hubapi.com'], places: AUTH },
  {
    kinds: ['salesforce-access-token'],
    hosts: ['*.salesforce.com', '*.force.com'],
    places: [...AUTH, 'header.cookie'],
  },
  { kinds: ['zoho-oauth-token'], hosts: ['*.zohoapis.com', '*.zoho.com', '*.zohoapis.eu'], places: AUTH },
  { kinds: ['airtable-pat'], hosts: ['api.airtable.com', 'content.airtable.com'], places: AUTH },
  { kinds: ['figma-pat'], hosts: ['api.figma.com'], places: [...AUTH, 'header.x-figma-token'] },
  { kinds: ['postman-key'], hosts: ['api.getpostman.com', 'api.postman.com'], places: ['header.x-api-key'] },
  { kinds: ['clickup-token'], hosts: ['api.clickup.com'], places: AUTH },
  { kinds: ['typeform-token'], hosts: ['api.typeform.com'], places: AUTH },
  { kinds: ['contentful-pat'], hosts: ['api.contentful.com'], places: AUTH },
  { kinds: ['dropbox-token'], hosts: ['api.dropboxapi.com', 'content.dropboxapi.com'], places: AUTH },
  { kinds: ['intercom-token'], hosts: ['api.intercom.io', 'api.eu.intercom.io'], places: AUTH },
  { kinds: ['okta-api-token'], hosts: ['*.okta.com', '*.oktapreview.com', '*.okta-emea.com'], places: AUTH },
  {
    kinds: ['facebook-access-token', 'instagram-token'],
    hosts: ['graph.facebook.com', 'graph.instagram.com'],
    places: [...AUTH, 'query.access_token', 'body'],
  },
  { kinds: ['twitter-bearer'], hosts: ['api.x.com', 'api.twitter.com'], places: AUTH },
  { kinds: ['mapbox-secret-token'], hosts: ['api.mapbox.com'], places: ['query.access_token'] },
  { kinds: ['segment-public-api'], hosts: ['api.segmentapis.com'], places: AUTH },
  { kinds: ['posthog-personal-key'], hosts: ['*.posthog.com'], places: AUTH },
  {
    kinds: ['workato-or-apify-token'],
    hosts: ['api.apify.com', 'mcp.apify.com'],
    places: [...AUTH, 'query.token'],
  },
  {
    kinds: ['maxmind-license'],
    hosts: ['download.maxmind.com', 'geoip.maxmind.com', 'updates.maxmind.com'],
    places: [...AUTH, 'query.license_key'],
  },
  { kinds: ['ubidots-token'], hosts: ['industrial.api.ubidots.com'], places: ['header.x-auth-token'] },
  { kinds: ['frameio-token'], hosts: ['api.frame.io'], places: AUTH },
  { kinds: ['lob-key'], hosts: ['api.lob.com'], places: AUTH },
];

/** Token endpoints: what they answer is the agent's own new token, so it is not masked. */
export interface IssuerEntry {
  readonly host: string;
  /** Matches the path. */
  readonly path: RegExp;
  /** Ids of kinds, or the beginning of ids with a `*`. */
  readonly kinds: readonly string[];
}

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
