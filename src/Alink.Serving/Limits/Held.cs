using Microsoft.AspNetCore.Http;

namespace Alink.Serving;

/// <summary>The bytes that a request holds, counted among those of all requests.</summary>
sealed class Held(Gate gate) : IDisposable
{
    long _bytes;

    /// <summary>Says how many bytes are held now, or tells why there may not be so many.</summary>
    public Problem? Count(long bytes)
    {
        if (!gate.Hold(bytes - _bytes))
        {
            return new(StatusCodes.Status429TooManyRequests, "The bodies and answers under way hold as many bytes as the server spares for them.");
        }

        _bytes = bytes;
        return null;
    }

    public void Dispose() => Count(0);
}
