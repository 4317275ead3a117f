# DigiOne Outreach in a container: one process, one data volume, nothing else is written.
#
#   docker build -t digione-outreach .
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --stop-timeout 40 -p 8080:8080 -v outreach-data:/data digione-outreach
#
# A stop lets the SMTP transactions that are under way end, and takes up to 30 seconds: give it 40 before a kill. Behind a
# proxy that ends TLS; configuration comes from /app/config, or a mounted folder named by --config, and OUTREACH__Section__Key.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# The packages are a layer of their own, restored again only when a project file changes.
COPY Directory.Build.props Directory.Packages.props global.json BannedSymbols.txt .editorconfig ./
COPY DigiOne.Outreach/DigiOne.Outreach.csproj DigiOne.Outreach/
RUN dotnet restore DigiOne.Outreach/DigiOne.Outreach.csproj --os linux

COPY DigiOne.Outreach/ DigiOne.Outreach/
RUN dotnet publish DigiOne.Outreach/DigiOne.Outreach.csproj --no-restore --os linux -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
COPY config/ config/
COPY templates/ templates/

# The volume takes its owner from the folder that the image has in its place.
RUN mkdir /data && chown "$APP_UID:$APP_UID" /data
USER $APP_UID
VOLUME /data

ENV OUTREACH__Web__Listen__0=http://*:8080 \
    OUTREACH__Storage__DataFolder=/data \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
STOPSIGNAL SIGTERM

# The image has no curl: the program asks itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["dotnet", "DigiOne.Outreach.dll", "health"]
ENTRYPOINT ["dotnet", "DigiOne.Outreach.dll"]
