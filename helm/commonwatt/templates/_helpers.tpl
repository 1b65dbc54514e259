{{/* The name of a part: the release's, unless that says it already, and the part's. */}}
{{- define "commonwatt.name" -}}
{{- $release := .root.Release.Name -}}
{{- if not (contains "commonwatt" $release) -}}{{- $release = printf "%s-commonwatt" $release -}}{{- end -}}
{{- printf "%s-%s" ($release | trunc 50 | trimSuffix "-") .part -}}
{{- end -}}

{{/* What a part's pods are found by; never changes. */}}
{{- define "commonwatt.selector" -}}
app.kubernetes.io/name: commonwatt
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "commonwatt.labels" -}}
{{ include "commonwatt.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "commonwatt.headless" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "commonwatt.name" . }}
  labels:
    {{- include "commonwatt.labels" . | nindent 4 }}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    {{- include "commonwatt.selector" . | nindent 4 }}
  ports:
    - name: probes
      port: {{ .values.probePort }}
      targetPort: probes
    {{- if dig "push" "enabled" false .values }}
    - name: push
      port: {{ .values.push.port }}
      targetPort: push
    {{- end }}
{{- end -}}

{{/* Pods that belong to no user, own nothing of the node and write to their volumes only. */}}
{{- define "commonwatt.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
# Files of a volume keep their mode: the engine refuses a key of its own that others may read.
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "commonwatt.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "commonwatt.scheduling" -}}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "commonwatt.container" -}}
image: {{ printf "%s:%s" .root.Values.image.name (.root.Values.image.tag | default .root.Chart.AppVersion) | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
command: [/opt/commonwatt/commonwatt]
{{- end -}}

{{- define "commonwatt.environment" -}}
- name: COMMONWATT_JAVA_OPTS
  value: {{ printf "-Xmx%dm -Dlog4j2.configurationFile=log4j2-console.xml" (int .values.heapMiB) | quote }}
{{- if ne .part "ingest" }}
- name: COMMONWATT_DATABASE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.database.passwordSecret.name }}
      key: {{ .root.Values.database.passwordSecret.key }}
{{- end }}
{{- end -}}

{{/* Up to ten minutes to start, such as for a database that is slow to come; then a minute without an answer is the end. */}}
{{- define "commonwatt.probes" -}}
ports:
  - name: probes
    containerPort: {{ .values.probePort }}
  {{- if dig "push" "enabled" false .values }}
  - name: push
    containerPort: {{ .values.push.port }}
  {{- end }}
  {{- if dig "tls" "secret" "" .values }}
  - name: https
    containerPort: {{ .values.port }}
  {{- end }}
startupProbe:
  httpGet: {path: /livez, port: probes}
  periodSeconds: 5
  failureThreshold: 120
livenessProbe:
  httpGet: {path: /livez, port: probes}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /readyz, port: probes}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
resources:
  {{- toYaml .values.resources | nindent 2 }}
{{- end -}}

{{- define "commonwatt.mounts" -}}
- {name: data, mountPath: /var/lib/commonwatt}
- {name: community, mountPath: /var/lib/commonwatt/community.yaml, subPath: community.yaml, readOnly: true}
- {name: keys, mountPath: /etc/commonwatt/keys, readOnly: true}
- {name: tmp, mountPath: /tmp}
{{- end -}}

{{- define "commonwatt.volumes" -}}
- name: community
  secret:
    secretName: {{ .root.Values.community.secret }}
    defaultMode: 0400
- name: keys
  secret:
    secretName: {{ .root.Values.keys.secret }}
    defaultMode: 0400
- name: tmp
  {{- /* RocksDB works there; what must last is in the checkpoints of the volume. */}}
  emptyDir: {sizeLimit: {{ if eq (dig "state" "heap" .values) "rocksdb" }}{{ .values.storage.size }}{{ else }}512Mi{{ end }}}
{{- end -}}

{{- define "commonwatt.claim" -}}
- metadata:
    name: data
  spec:
    accessModes: [ReadWriteOnce]
    {{- with .values.storage.className }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests:
        storage: {{ .values.storage.size }}
{{- end -}}

{{/* One rule of what a pod may reach. */}}
{{- define "commonwatt.egress" -}}
- ports:
    {{- range .ports }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* The same, of what may be anywhere in the public net but not in a private one. */}}
{{- define "commonwatt.publicEgress" -}}
{{- if .to -}}
{{- include "commonwatt.egress" . -}}
{{- else -}}
- ports:
    {{- range .ports }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
  to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          - 0.0.0.0/8
          - 10.0.0.0/8
          - 100.64.0.0/10
          - 127.0.0.0/8
          - 169.254.0.0/16
          - 172.16.0.0/12
          - 192.0.0.0/24
          - 192.0.2.0/24
          - 192.88.99.0/24
          - 192.168.0.0/16
          - 198.18.0.0/15
          - 198.51.100.0/24
          - 203.0.113.0/24
          - 224.0.0.0/3
    - ipBlock:
        cidr: 2000::/3
        except: ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]
{{- end -}}
{{- end -}}

{{/* Beginning of the policy of a part: nobody in but who reads its numbers, pushes readings or uses the API, if anybody does; name service out. */}}
{{- define "commonwatt.policy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "commonwatt.name" . }}
  labels:
    {{- include "commonwatt.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "commonwatt.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  {{- if or .scrapers .pushers .clients }}
  ingress:
    {{- with .scrapers }}
    - ports:
        - {protocol: TCP, port: probes}
      from:
        {{- toYaml . | nindent 8 }}
    {{- end }}
    {{- with .pushers }}
    - ports:
        - {protocol: TCP, port: push}
      from:
        {{- toYaml . | nindent 8 }}
    {{- end }}
    {{- with .clients }}
    - ports:
        - {protocol: TCP, port: https}
      from:
        {{- toYaml . | nindent 8 }}
    {{- end }}
  {{- else }}
  ingress: []
  {{- end }}
  egress:
    - ports:
        - {protocol: UDP, port: 53}
        - {protocol: TCP, port: 53}
{{- end -}}
