#!/bin/bash
# A real WordPress for tests, on Debian: unpacks the packages into a folder of its own (nothing is installed, no
# rights are needed), makes a site, and serves it until it is stopped.
#
#   site.sh serve FOLDER PORT               until SIGTERM; FOLDER/password holds an application password of "admin"
#   site.sh permalinks FOLDER plain|pretty
set -euo pipefail

folder=$(realpath -m "$2")
root=$folder/packages
site=$folder/site
state=$folder/state
export LD_LIBRARY_PATH=$root/usr/lib/$(uname -m)-linux-gnu

packages=(wordpress php-getid3 libjs-prototype libjs-scriptaculous libjs-cropper
  php8.2-cli php8.2-common php8.2-mysql php8.2-gd php8.2-curl php8.2-xml php8.2-mbstring php8.2-opcache
  mariadb-server mariadb-server-core mariadb-client-core mariadb-common libmariadb3
  libaio1 liburing2 libsnappy1v5 libgd3 libonig5 libxslt1.1)

php() {
  local options=(-n -d "extension_dir=$(echo "$root"/usr/lib/php/2*)" -d zend_extension=opcache -d memory_limit=256M
    -d log_errors=1 -d display_errors=0)
  for extension in mysqlnd mysqli gd curl mbstring xml dom simplexml xmlreader fileinfo exif tokenizer ctype iconv; do
    options+=(-d "extension=$extension")
  done
  exec "$root/usr/bin/php8.2" "${options[@]}" "$@"
}

unpack() {
  [ -e "$folder/unpacked" ] && return
  rm -rf "$root" "$site" && mkdir -p "$root/debs" && cd "$root/debs"
  apt-get download -qq "${packages[@]}" 2>/dev/null
  for package in *.deb; do dpkg -x "$package" "$root"; done
  cp -r --no-dereference "$root/usr/share/wordpress" "$site"
  # Links lead to where the packages would have been installed.
  find "$site" -type l | while read -r link; do
    target=$(readlink "$link")
    rm "$link"
    case $target in /*) ;; *) target=/usr/share/wordpress/$target ;; esac
    if [ -e "$root$target" ]; then cp -rL "$root$target" "$link"; fi
  done
  rm -rf "$root/debs"
  touch "$folder/unpacked"
}

database() {
  rm -rf "$state" && mkdir -p "$state"
  "$root/usr/bin/mariadb-install-db" --no-defaults --basedir="$root/usr" --datadir="$state/db" --skip-test-db \
    --auth-root-authentication-method=normal --user="$(id -un)" > "$state/install.log" 2>&1
  "$root/usr/sbin/mariadbd" --no-defaults --basedir="$root/usr" --datadir="$state/db" --socket="$socket" \
    --skip-networking --user="$(id -un)" --innodb-flush-log-at-trx-commit=0 > "$state/mariadbd.log" 2>&1 &
  mariadbd=$!
  for _ in $(seq 200); do
    if "$root/usr/bin/mariadb" --no-defaults --socket="$socket" --user=root \
      -e 'CREATE DATABASE IF NOT EXISTS shop' 2> /dev/null; then return; fi
    sleep 0.1
  done
  cat "$state/mariadbd.log" >&2
  return 1
}

install() {
  rm -rf "$site/wp-content/mu-plugins" "$site/wp-content/uploads"
  mkdir -p "$site/wp-content/mu-plugins" "$site/wp-content/uploads"
  cat > "$site/wp-config.php" << PHP
<?php
define('DB_NAME', 'shop'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:$socket');
define('WP_HOME', 'http://127.0.0.1:$port'); define('WP_SITEURL', 'http://127.0.0.1:$port');
define('WP_ENVIRONMENT_TYPE', 'local'); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('FS_METHOD', 'direct');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as \$name) {
  define(\$name, 'only for tests');
}
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
PHP
  cat > "$state/install.php" << PHP
<?php
define('WP_INSTALLING', true);
function wp_mail() { return true; }
require '$site/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('The shop', 'admin', 'admin@shop.example', false, '', 'only for tests');
[\$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'tests']);
file_put_contents('$folder/password', WP_Application_Passwords::chunk_password(\$password));
PHP
  cat > "$state/permalinks.php" << PHP
<?php
require '$site/wp-load.php';
\$wp_rewrite->set_permalink_structure(\$argv[1] === 'plain' ? '' : '/%postname%/');
\$wp_rewrite->flush_rules(false);
PHP
  # What a web server's rules do: files as they are, everything else to WordPress.
  cat > "$state/router.php" << PHP
<?php
\$path = parse_url(\$_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (\$path !== '/' && is_file('$site' . \$path)) { return false; }
\$_SERVER['SCRIPT_NAME'] = '/index.php';
require '$site/index.php';
PHP
  (php "$state/install.php") > "$state/wp-install.log" 2>&1 || { cat "$state/wp-install.log" >&2; return 1; }
  (php "$state/permalinks.php" pretty)
}

# PHP's server leaves its own workers behind.
stop() {
  for job in $(jobs -p); do
    kill $(ps -o pid= --ppid "$job") "$job" 2> /dev/null || true
  done
  wait
  rm -f "$socket"
}

case $1 in
  serve)
    port=$3
    # A socket's path may have no more than 107 characters.
    socket=$(mktemp -u /tmp/shop-XXXXXX.sock)
    trap stop EXIT
    trap 'exit 0' TERM INT
    rm -f "$folder/password"
    unpack
    database
    install
    PHP_CLI_SERVER_WORKERS=3 php -S "127.0.0.1:$port" -t "$site" "$state/router.php" > "$state/php.log" 2>&1 &
    wait
    ;;
  permalinks)
    php "$state/permalinks.php" "$3"
    ;;
esac
