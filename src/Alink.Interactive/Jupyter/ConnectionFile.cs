using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alink.Interactive.Jupyter;

/// <summary>Where a front end expects its kernel, and the key that both sign with.</summary>
sealed record ConnectionFile
{
    [JsonPropertyName("transport")]
    public string Transport { get; init; } = "tcp";

    [JsonPropertyName("ip")]
    public string Ip { get; init; } = "127.0.0.1";

    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    [JsonPropertyName("signature_scheme")]
    public string SignatureScheme { get; init; } = "hmac-sha256";

    [JsonPropertyName("shell_port")]
    public int Shell { get; init; }

    [JsonPropertyName("iopub_port")]
    public int IOPub { get; init; }

    [JsonPropertyName("stdin_port")]
    public int Stdin { get; init; }

    [JsonPropertyName("control_port")]
    public int Control { get; init; }

    [JsonPropertyName("hb_port")]
    public int Heartbeat { get; init; }

    /// <summary>The address to listen at.</summary>
    [JsonIgnore]
    public IPAddress Address => Ip == "localhost" ? IPAddress.Loopback : IPAddress.Parse(Ip);

    /// <summary>Reads a connection file.</summary>
    /// <exception cref="ArgumentException">It asks for what this kernel does not do: another transport or scheme, or no key.</exception>
    public static ConnectionFile Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize<ConnectionFile>(File.ReadAllText(path))!;
            return file switch
            {
                { Transport: not "tcp" } => throw Wrong($"the transport is '{file.Transport}', not 'tcp'"),
                { SignatureScheme: not "hmac-sha256" } => throw Wrong($"the scheme is '{file.SignatureScheme}', not 'hmac-sha256'"),
                { Key: "" } => throw Wrong("there is no key, and unsigned messages would run anybody's code"),
                _ when file.Ip != "localhost" && !IPAddress.TryParse(file.Ip, out _) => throw Wrong($"'{file.Ip}' is no address"),
                _ => file,
            };
        }
        catch (JsonException exception)
        {
            throw Wrong(exception.Message);
        }

        ArgumentException Wrong(string what) => new($"{path} is no connection file for this kernel: {what}.");
    }
}
