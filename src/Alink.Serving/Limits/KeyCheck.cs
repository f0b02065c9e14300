using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Alink.Serving;

/// <summary>Knows a key without telling, by the time it takes, how much of it was right.</summary>
sealed class KeyCheck(string key)
{
    public const int MostBytes = 256;

    const string Bearer = "Bearer ";

    readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether a request brings the key.</summary>
    public bool IsIn(HttpRequest request)
    {
        string? given = request.Headers["X-Api-Key"];
        if (given is null && (string?)request.Headers.Authorization is { } authorization
            && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return Is(authorization.AsSpan(Bearer.Length).Trim());
        }

        return given is not null && Is(given);
    }

    bool Is(ReadOnlySpan<char> given)
    {
        Span<byte> bytes = stackalloc byte[MostBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        return Encoding.UTF8.TryGetBytes(given, bytes, out var length)
            && SHA256.TryHashData(bytes[..length], hash, out _)
            && CryptographicOperations.FixedTimeEquals(hash, _hash);
    }
}
