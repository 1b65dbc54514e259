// A provider of OpenID Connect with one public client and whoever says a name.
import {generateKeyPairSync} from 'node:crypto';
import Provider from 'oidc-provider';

const [port, redirect] = process.argv.slice(2);
const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'village-page', redirect_uris: [redirect], application_type: 'native', token_endpoint_auth_method: 'none',
  }],
  cookies: {keys: ['of-a-test']},
  findAccount: (ctx, id) => ({accountId: id, claims: () => ({sub: id})}),
  jwks: {keys: [{...privateKey.export({format: 'jwk'}), kid: 'first', use: 'sig', alg: 'RS256'}]},
  features: {
    devInteractions: {enabled: true},
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:village-api',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({scope: '', audience: 'village-api', accessTokenFormat: 'jwt', accessTokenTTL: 600}),
    },
  },
});
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
