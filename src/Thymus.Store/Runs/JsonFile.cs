using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Thymus.Store.Runs;

/// <summary>Reads a JSON file that may be damaged or from anywhere.</summary>
internal static class JsonFile
{
    /// <summary>Reads; depth is limited by the serialiser (64), size by <paramref name="largest"/>.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type, long largest)
        where T : class
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > largest)
            {
                throw new StoreException(FormattableString.Invariant($"{path} is larger than {largest} bytes"), "it was not written by Thymus: restore it from a copy");
            }

            return JsonSerializer.Deserialize(stream, type) ?? throw new JsonException("the file holds nothing");
        }
        catch (JsonException cause)
        {
            throw new StoreException($"{path} is damaged: {cause.Message}", "restore it from a copy, or start the run again in another folder with --out", cause);
        }
        catch (Exception cause) when (StoreException.IsFileTrouble(cause))
        {
            throw StoreException.For(cause, path);
        }
    }
}
