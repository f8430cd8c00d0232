#!/bin/sh
# /usr/local/sbin/dialoog: a command such as `dialoog verify` as the service runs it: its account, its folder, its settings.
exec systemd-run --quiet --collect --wait --pty --pipe \
    --property=DynamicUser=yes --property=User=dialoog --property=UMask=0077 \
    --property=StateDirectory=dialoog --property=StateDirectory=dialoog-backups --property=StateDirectoryMode=0700 \
    --property=EnvironmentFile=/etc/dialoog.env --setenv=DIALOOG_FOLDER=/var/lib/dialoog \
    /opt/dialoog/venv/bin/dialoog "$@"
