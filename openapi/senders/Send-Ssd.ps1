<#
.SYNOPSIS
Sends a council's Standard Safeguarding Dataset to Plumbline as one import, and tells what came of it.

.DESCRIPTION
For Windows PowerShell 5.1, as it comes with Windows. Sends either the ssd_*.csv and ssd_*.ndjson files of a folder
(plain or .gz), or the views that send_ssd.sql has made in SQL Server; those are read straight into compressed files
that are deleted afterwards. Speaks TLS 1.2, through the machine's proxy, signed in as the account it runs under.

Exit code: 0 brought in, 1 failed, 3 held until a person confirms.

.PARAMETER CredentialFile
A file made once, by the account that runs the job and on the same machine:
    Get-Credential | Export-Clixml -Path D:\plumbline\client.xml
The user name is the client id, the password its secret. Windows encrypts it (DPAPI) for that account on that machine.

.EXAMPLE
.\Send-Ssd.ps1 -Url https://plumbline.example.gov.uk -CredentialFile D:\plumbline\client.xml `
    -SqlServer SQL01 -Database HDM_Local

.EXAMPLE
.\Send-Ssd.ps1 -Url https://plumbline.example.gov.uk -CredentialFile D:\plumbline\client.xml `
    -Folder D:\plumbline -Snapshot
#>
[CmdletBinding(DefaultParameterSetName = 'Folder')]
param(
    [Parameter(Mandatory = $true)][string] $Url,
    [Parameter(Mandatory = $true)][string] $CredentialFile,
    [Parameter(Mandatory = $true, ParameterSetName = 'Folder')][string] $Folder,
    [Parameter(Mandatory = $true, ParameterSetName = 'Sql')][string] $SqlServer,
    [Parameter(Mandatory = $true, ParameterSetName = 'Sql')][string] $Database,
    [Parameter(ParameterSetName = 'Sql')][string] $Schema = 'plumbline',
    [switch] $Snapshot,
    [string] $AsOf,
    [switch] $DryRun,
    [ValidateSet('wait', 'abort')][string] $IfBusy = 'wait',
    [int] $Minutes = 120,
    [string] $Rejections = 'rejections.csv',
    [string] $Proxy
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Net.Http
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

$Types = @{ '.csv' = 'text/csv'; '.ndjson' = 'application/x-ndjson' }
$Tries = 8
$LongestPause = 60
$LongestLook = 10
$script:Token = $null

function Write-Log([string] $Sentence) {
    # One line in the job's log.
    [Console]::WriteLine('{0:HH:mm:ss} {1}', (Get-Date), $Sentence)
}

function New-HttpClient {
    # Through the named proxy or the machine's own, with the Windows sign-in of the account (NTLM or Kerberos).
    $handler = [System.Net.Http.HttpClientHandler]::new()
    $handler.AllowAutoRedirect = $false
    if ($Proxy) { $handler.Proxy = [Net.WebProxy]::new($Proxy) }
    else { $handler.Proxy = [Net.WebRequest]::GetSystemWebProxy() }
    $handler.Proxy.Credentials = [Net.CredentialCache]::DefaultCredentials
    $client = [System.Net.Http.HttpClient]::new($handler)
    $client.Timeout = [TimeSpan]::FromMinutes(60)
    return $client
}

function New-Content([string] $Body, [string] $File, [string] $Type) {
    # The body of a request: a file as a stream, or a text.
    if ($File) {
        $content = [System.Net.Http.StreamContent]::new([IO.File]::OpenRead($File), 1048576)
        $content.Headers.ContentType = [System.Net.Http.Headers.MediaTypeHeaderValue]::new($Type)
    }
    else { $content = [System.Net.Http.StringContent]::new($Body, [Text.Encoding]::UTF8, $Type) }
    return $content
}

function Send-Once {
    # One request and what was answered: status, text, Location, and the seconds to wait where the service asks for it.
    param([string] $Method, [string] $Address, [string] $Body, [string] $File, [string] $Type,
        [hashtable] $Headers = @{})
    $request = [System.Net.Http.HttpRequestMessage]::new([System.Net.Http.HttpMethod]::new($Method), "$Url$Address")
    try {
        if ($Type) { $request.Content = New-Content $Body $File $Type }
        foreach ($name in $Headers.Keys) {
            $bag = $request.Headers
            if ($name -like 'Content-*') { $bag = $request.Content.Headers }
            [void] $bag.TryAddWithoutValidation($name, [string] $Headers[$name])
        }
        if ($script:Token) {
            $request.Headers.Authorization =
                [System.Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', $script:Token)
        }
        $response = $Client.SendAsync($request).GetAwaiter().GetResult()
        $pause = 0
        $asked = $response.Headers.RetryAfter
        if ($null -ne $asked -and $null -ne $asked.Delta) { $pause = [int] $asked.Delta.TotalSeconds }
        $location = ''
        if ($null -ne $response.Headers.Location) { $location = $response.Headers.Location.OriginalString }
        return New-Object PSObject -Property @{
            Status = [int] $response.StatusCode
            Text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
            Location = $location
            Pause = $pause
        }
    }
    finally { $request.Dispose() }
}

function Send-Token {
    # Ask for a token, which lasts a quarter of an hour; what was answered, where it was refused.
    $form = 'grant_type=client_credentials&client_id={0}&client_secret={1}' -f `
        [Uri]::EscapeDataString($Credential.UserName),
        [Uri]::EscapeDataString($Credential.GetNetworkCredential().Password)
    $response = Send-Once 'POST' '/oauth2/token' -Body $form -Type 'application/x-www-form-urlencoded'
    if ($response.Status -ne 200) { return $response }
    $script:Token = (ConvertFrom-Json $response.Text).access_token
}

function Send-Request {
    # A request until there is an answer that stands: what may succeed later is tried again.
    param([string] $Method, [string] $Address, [string] $Body, [string] $File, [string] $Type,
        [hashtable] $Headers = @{})
    $pause = 1
    for ($try = 1; $try -le $Tries; $try++) {
        $wanted = $pause
        try {
            $response = $null
            if (-not $script:Token) { $response = Send-Token }
            if ($null -eq $response) { $response = Send-Once @PSBoundParameters }
            if ($response.Status -eq 401 -and $script:Token) { $script:Token = $null; continue }
            if (429, 502, 503, 504 -notcontains $response.Status) { return $response }
            $wanted = [Math]::Max($pause, $response.Pause)
            Write-Log "$Method ${Address}: $($response.Status). Trying again in $wanted s."
        }
        catch [System.Net.Http.HttpRequestException], [System.Threading.Tasks.TaskCanceledException], [IO.IOException] {
            $fault = $_.Exception.GetBaseException().GetType().Name
            Write-Log "$Method ${Address}: $fault. Trying again in $wanted s."
        }
        Start-Sleep -Seconds $wanted
        $pause = [Math]::Min($pause * 2, $LongestPause)
    }
    throw "$Method ${Address}: no answer after $Tries tries."
}

function Read-Answer($Response) {
    # What the service answered; stops with its sentence where it refused.
    if ($Response.Status -ge 200 -and $Response.Status -lt 300) {
        if ($Response.Text) { return ConvertFrom-Json $Response.Text }
        return
    }
    try { $sentence = (ConvertFrom-Json $Response.Text).detail }
    catch { $sentence = "This is not Plumbline's own answer: look at the address and at the proxy." }
    throw "$($Response.Status) $sentence"
}

function Read-Import([string] $Id) {
    return Read-Answer (Send-Request 'GET' "/api/v1/imports/$Id")
}

function Wait-Import([string] $Id, [string[]] $While) {
    # Wait until an import has left the states in $While, and give it as it stands then.
    $until = (Get-Date).AddMinutes($Minutes)
    $pause = 1
    $told = Read-Import $Id
    while ($While -contains $told.state) {
        if ((Get-Date) -gt $until) { throw "Import $Id is still $($told.state) after $Minutes minutes." }
        Start-Sleep -Seconds $pause
        $pause = [Math]::Min($pause * 2, $LongestLook)
        $told = Read-Import $Id
    }
    return $told
}

function Stop-Import([string] $Id) {
    # End an import: nothing of it is stored. One that the worker is at, or that has ended, is left as it is.
    $response = Send-Request 'DELETE' "/api/v1/imports/$Id"
    if (404, 409 -notcontains $response.Status) { [void] (Read-Answer $response) }
}

function New-Import {
    # Open an import and give its id; one of the same source under way is waited for or ended first.
    $wanted = @{ format = 'ssd'; mode = 'upsert'; is_dry_run = [bool] $DryRun }
    if ($Snapshot) { $wanted.mode = 'snapshot' }
    if ($AsOf) { $wanted.as_of = $AsOf }
    while ($true) {
        $key = @{ 'Idempotency-Key' = [Guid]::NewGuid().ToString() }
        $response = Send-Request 'POST' '/api/v1/imports' -Body (ConvertTo-Json $wanted) -Type 'application/json' `
            -Headers $key
        if ($response.Status -ne 409 -or -not $response.Location) { return (Read-Answer $response).id }
        $other = $response.Location.Split('/')[-1]
        Write-Log "Import $other of this source is under way: $IfBusy."
        $while = 'open', 'queued', 'processing', 'held'
        if ($IfBusy -eq 'abort') {
            Stop-Import $other
            $while = 'queued', 'processing'
        }
        [void] (Wait-Import $other $while)
    }
}

function Get-ContentDigest([string] $File) {
    $sha = [Security.Cryptography.SHA256]::Create()
    $stream = [IO.File]::OpenRead($File)
    try { return 'sha-256=:{0}:' -f [Convert]::ToBase64String($sha.ComputeHash($stream)) }
    finally { $stream.Dispose(); $sha.Dispose() }
}

function Send-File([string] $Id, $File) {
    # Send one file; sending it again puts the new one in the place of what had come of the old.
    if ($File.Name -notmatch '^ssd_(.+?)(\.csv|\.ndjson)(\.gz)?$') { return }
    $name = $Matches[1]
    $type = $Types[$Matches[2]]
    $headers = @{ 'Content-Digest' = Get-ContentDigest $File.FullName }
    if ($File.Extension -eq '.gz') { $headers['Content-Encoding'] = 'gzip' }
    $told = Read-Answer (Send-Request 'PUT' "/api/v1/imports/$Id/files/$name" `
        -File $File.FullName -Type $type -Headers $headers)
    if ($told.is_ignored) { Write-Log "$($File.Name): Plumbline keeps nothing of this table." }
    else { Write-Log ('{0}: {1:N0} rows, {2:N0} rejected.' -f $File.Name, $told.rows, $told.rejected) }
}

function Submit-Import([string] $Id) {
    # Have the files brought in; where the answer to the first try was lost, the second finds it begun.
    $response = Send-Request 'POST' "/api/v1/imports/$Id/commit"
    if ($response.Status -ne 409 -or (Read-Import $Id).state -eq 'open') { [void] (Read-Answer $response) }
}

function Save-Rejections([string] $Id) {
    # Write what was rejected, and the values left out of other rows, to a CSV file; none is left if all is well.
    $response = Send-Request 'GET' "/api/v1/imports/$Id/rejections?format=csv"
    if ($response.Status -ne 200) { [void] (Read-Answer $response) }
    if (Test-Path -LiteralPath $Rejections) { Remove-Item -LiteralPath $Rejections }
    $lines = $response.Text.Split("`n").Count - 2
    if ($lines -gt 0) {
        Set-Content -LiteralPath $Rejections -Value $response.Text.TrimStart([char] 0xFEFF) -Encoding UTF8 -NoNewline
        Write-Log "$lines rows or values could not be read: see $Rejections."
    }
}

function Export-Views([string] $To) {
    # Write each of the views to a compressed file in $To, a row a line.
    $builder = [System.Data.SqlClient.SqlConnectionStringBuilder]::new()
    $builder['Data Source'] = $SqlServer
    $builder['Initial Catalog'] = $Database
    $builder['Integrated Security'] = $true
    $connection = [System.Data.SqlClient.SqlConnection]::new($builder.ConnectionString)
    $connection.Open()
    try {
        $command = $connection.CreateCommand()
        $command.CommandText = 'SELECT v.name FROM sys.views v JOIN sys.schemas s ON s.schema_id = v.schema_id ' +
            'WHERE s.name = @schema ORDER BY v.name'
        [void] $command.Parameters.AddWithValue('@schema', $Schema)
        $reader = $command.ExecuteReader()
        $views = @(while ($reader.Read()) { $reader.GetString(0) })
        $reader.Dispose()
        foreach ($view in $views) { Export-View $connection $view (Join-Path $To "ssd_$view.ndjson.gz") }
    }
    finally { $connection.Dispose() }
}

function Export-View($Connection, [string] $View, [string] $Path) {
    $command = $Connection.CreateCommand()
    $command.CommandText = "SELECT line FROM [$Schema].[$View]"
    $command.CommandTimeout = 0
    $packed = [IO.Compression.GZipStream]::new([IO.File]::Create($Path), [IO.Compression.CompressionMode]::Compress)
    $writer = [IO.StreamWriter]::new($packed, [Text.UTF8Encoding]::new($false))
    try {
        $reader = $command.ExecuteReader()
        try { while ($reader.Read()) { $writer.Write($reader.GetString(0)); $writer.Write("`n") } }
        finally { $reader.Dispose() }
    }
    finally { $writer.Dispose() }
}

function Write-Outcome($Told) {
    # What became of each entity's rows.
    $form = '{0,-24}{1,11:N0}{2,11:N0}{3,11:N0}{4,11:N0}{5,11:N0}{6,11:N0}'
    [Console]::WriteLine($form -f '', 'received', 'created', 'updated', 'unchanged', 'removed', 'rejected')
    foreach ($e in $Told.entities) {
        $counts = $e.received, $e.created, $e.updated, $e.unchanged, $e.removed, $e.rejected
        [Console]::WriteLine($form -f (@($e.entity) + $counts))
    }
    Write-Log $Told.sentence
}

function Send-Folder([string] $From) {
    # Send the folder's files as one import and give the exit code; whatever fails leaves nothing half done.
    $files = @(Get-ChildItem -LiteralPath $From -File |
        Where-Object { $_.Name -match '^ssd_.+\.(csv|ndjson)(\.gz)?$' } | Sort-Object -Property Name)
    if ($files.Count -eq 0) { throw "There is nothing to send: no ssd_*.csv or ssd_*.ndjson, and no view." }
    $id = New-Import
    Write-Log "Import ${id}: $($files.Count) files."
    try {
        foreach ($file in $files) { Send-File $id $file }
        Submit-Import $id
    }
    catch {
        $reason = $_
        try { Stop-Import $id } catch { Write-Log "Import $id could not be ended." }
        throw $reason
    }
    $told = Wait-Import $id 'queued', 'processing'
    Write-Outcome $told
    Save-Rejections $id
    if ($told.state -eq 'completed') { return 0 }
    if ($told.state -eq 'held') { return 3 }
    return 1
}

$work = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid().ToString())
$exitCode = 1
try {
    $Url = $Url.TrimEnd('/')
    if ($Url -notmatch '^https://') { throw 'Url must begin with https://, so that nobody on the way can read along.' }
    $Credential = Import-Clixml -LiteralPath $CredentialFile
    $Client = New-HttpClient
    if ($SqlServer) {
        [void] (New-Item -ItemType Directory -Path $work)
        Export-Views $work
        $Folder = $work
    }
    $exitCode = Send-Folder $Folder
}
catch { Write-Log "FAILED: $($_.Exception.Message)" }
finally {
    if (Test-Path -LiteralPath $work) { Remove-Item -LiteralPath $work -Recurse -Force }
}
exit $exitCode
