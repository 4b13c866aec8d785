# A gauging station as people ship one: layers that delete, hide and link what lower ones hold, volumes, a port, a health
# check, labels. Built FROM an import of one tar, since there is no registry.
FROM shiplock/station-base AS station
RUN mkdir -p /opt/station/layers /opt/station/whiteout /opt/station/opaque /opt/station/hidden \
 && for layer in first second third; do echo "$layer" >/opt/station/layers/"$layer"; done \
 && echo gone >/opt/station/whiteout/gone && echo kept >/opt/station/whiteout/kept \
 && echo old >/opt/station/opaque/old && echo old >/opt/station/hidden/old
RUN echo linked >/opt/station/link-one && ln /opt/station/link-one /opt/station/link-two \
 && dd if=/bin/busybox of=/opt/station/sparse bs=4096 count=1 seek=2047 \
 && cp /bin/busybox /opt/station/setuid && chmod 4755 /opt/station/setuid \
 && chown 1000:1000 /data /var/log/station
RUN rm /opt/station/layers/first && rm -r /opt/station/hidden && mkdir /opt/station/hidden \
 && echo new >/opt/station/hidden/new
COPY station-scar.sh /bin/scar
ENV STATION=weir-7 TZ=UTC
LABEL station.river="Jinsha" station.note="a label with spaces, 'quotes' and 水位"
VOLUME ["/data", "/var/log/station"]
EXPOSE 7000
WORKDIR /opt/station
HEALTHCHECK --interval=1s --timeout=2s --retries=3 CMD ["/bin/busybox", "test", "-s", "/data/readings"]
ENTRYPOINT ["/bin/gauge", "--listen", "7000"]
CMD ["--memory", "16"]

FROM station AS station-user
USER 1000:1000
