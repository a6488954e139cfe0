/** Names of columns, as they stand in a header. */
export const PASSWORD_COLUMN =
  /^(?:(?:user|login|web|hashed|encrypted|plain(?:text)?|account|admin|current)?[_ -]?(?:password|passwd|passwort|pwd|pass|passphrase|kennwort|contraseña|senha|mot de passe)(?:[_ -]?(?:hash|digest|plain|enc|encrypted|md5|sha\d*|salt))?|hash|password_?digest|secret|login_password|pw|pw_?hash)$/i;
export const LOGIN_COLUMN =
  /^(?:(?:.{0,12}[ _-])?(?:user|login|account|email|e-mail|mail|username|user_?name|userid|name|host|url|benutzer|usuario|owner|title|id)(?:[_ -]?(?:name|id|address|uri|url))?)$/i;
