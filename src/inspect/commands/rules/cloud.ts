/** Commands that take down what runs elsewhere: clusters, buckets, whole projects. */
import type { Step } from '../step.ts';

/** What destroys in a cloud. */
export function cloud(step: Step): void {
  const { name, args } = step.program;
  const line = args.slice(0, 64).join(' ');
  const say = (score: number, reason: string): void => step.report('destructive', score, reason);
  const all = /(?:^|\s)(?:--all|-A|--all-namespaces)(?:\s|=true|$)/.test(line);
  switch (name) {
    case 'kubectl':
    case 'oc':
    case 'k': {
      if (!/(?:^|\s)delete\s/.test(line)) break;
      if (
        /delete\s.{0,60}\b(?:ns|namespaces?|crds?|nodes?|pv|persistentvolumes?|clusterroles?)\b/.test(line)
      ) {
        const one = /\b(?:ns|namespaces?)[ /](?!-)([\w-]+)/.exec(line)?.[1];
        say(
          all || one === 'kube-system' || /prod/.test(one ?? '') ? 0.93 : 0.6,
          'deletes namespaces of a cluster',
        );
      } else if (all)
        say(
          /-A|--all-namespaces|-n\s?kube-system|\sall\s/.test(line) ? 0.9 : 0.82,
          'deletes all of a kind in a cluster',
        );
      break;
    }
    case 'helm':
      if (/uninstall|delete/.test(line) && args.length > 0) say(0.3, 'removes a release');
      break;
    case 'terraform':
    case 'tofu':
    case 'terragrunt':
    case 'pulumi':
    case 'cdk':
    case 'cdktf':
      if (/\bdestroy\b/.test(line))
        say(
          /auto-approve|--yes|-y\b|--force|--non-interactive|--skip-preview/.test(line) ? 0.9 : 0.5,
          'destroys what the plan built',
        );
      else if (/apply\b.*-destroy.*auto-approve/.test(line)) say(0.9, 'destroys what the plan built');
      break;
    case 'aws':
      aws(line, say);
      break;
    case 'gcloud':
      if (/projects delete/.test(line)) say(0.9, 'deletes a project');
      else if (/\bdelete\b.*(?:--quiet|-q\b)/.test(line))
        say(/sql|clusters|instances|disks|buckets/.test(line) ? 0.83 : 0.6, 'deletes without asking');
      else if (/storage rm.*(?:-r|--recursive)/.test(line)) say(0.88, 'empties a bucket');
      break;
    case 'gsutil':
      if (/\brm\b.*\s-\w*r|rm -r|\brb\b/.test(line)) say(0.88, 'empties a bucket');
      break;
    case 'az':
      if (/\b(?:group|vm|aks|storage account|sql server|keyvault) delete\b/.test(line))
        say(/--yes|-y\b|--no-wait/.test(line) ? 0.88 : 0.6, 'deletes resources');
      break;
    case 'rclone':
      if (/^(?:purge|delete)\b/.test(line)) say(0.85, 'empties a remote store');
      break;
    case 'mc':
    case 's3cmd':
    case 's5cmd':
      if (/\b(?:rb|rm|del)\b.*(?:--recursive|--force|-r\b)/.test(line)) say(0.85, 'empties a bucket');
      break;
    case 'docker':
    case 'podman':
      docker(line, say);
      break;
    case 'doctl':
    case 'flyctl':
    case 'fly':
    case 'heroku':
    case 'vercel':
    case 'railway':
    case 'eksctl':
      if (/\b(?:delete|destroy|apps:destroy|pg:reset|rm|remove)\b/.test(line))
        say(/--force|-f\b|--yes|-y\b|--confirm/.test(line) ? 0.82 : 0.5, 'destroys what runs in a cloud');
      break;
    case 'gh':
      if (/repo delete/.test(line)) say(/--yes|--confirm/.test(line) ? 0.88 : 0.7, 'deletes a repository');
      break;
    case 'npm':
      if (/^unpublish\b/.test(line))
        say(line.includes('--force') ? 0.8 : 0.5, 'takes a package away from everybody');
      break;
    case 'etcdctl':
      if (/del\b.*(?:--prefix|--from-key)/.test(line)) say(0.9, 'empties the store of a cluster');
      break;
    case 'vault':
      if (/(?:secrets disable|operator seal|kv metadata delete)/.test(line)) say(0.6, 'removes secrets');
      break;
  }
}

function aws(line: string, say: (score: number, reason: string) => void): void {
  if (/^s3 (?:rm|rb)\b/.test(line)) {
    if (/--recursive|--force/.test(line)) say(0.88, 'empties a bucket');
  } else if (/^s3 sync\b.*--delete/.test(line)) say(0.2, 'makes a bucket the same as a folder');
  else if (
    /^(?:ec2 terminate-instances|rds delete-db|dynamodb delete-table|s3api delete-bucket|cloudformation delete-stack|eks delete-cluster|kms schedule-key-deletion|iam delete-|ecr delete-repository|logs delete-log-group|cloudtrail (?:delete-trail|stop-logging)|route53 delete-hosted-zone|organizations|backup delete)/.test(
      line,
    )
  )
    say(
      /terminate|delete-db|delete-table|cloudtrail|eks|kms|--skip-final-snapshot|stack/.test(line)
        ? 0.83
        : 0.7,
      'deletes resources',
    );
  else if (
    /^iam (?:create-access-key|attach-user-policy.*AdministratorAccess|create-login-profile)/.test(line)
  )
    say(0.5, 'opens an account');
}

function docker(line: string, say: (score: number, reason: string) => void): void {
  if (/^(?:system|volume|image|container|builder) prune\b/.test(line))
    say(/--volumes|^volume prune.*-\w*a/.test(line) ? 0.5 : 0.15, 'removes what is not in use');
  else if (/^(?:rm|volume rm|rmi)\b.*(?:\ue010|\$\()/.test(line))
    say(/(?:^|\s)-\w*f/.test(line) ? 0.5 : 0.3, 'removes all containers');
}
