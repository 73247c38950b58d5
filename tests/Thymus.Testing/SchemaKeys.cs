using System.Text.Json;

namespace Thymus.Testing;

/// <summary>Compares the keys that a reader knows with those of a JSON Schema under docs/formats/.</summary>
public static class SchemaKeys
{
    /// <summary>Throws, saying what differs, unless the section of the schema has exactly these keys.</summary>
    /// <param name="section">File and section: <c>therapy.schema.json#regimen</c>; nothing after # for the top.</param>
    /// <param name="required">Keys that must be there.</param>
    /// <param name="optional">Keys that may be there.</param>
    public static void AssertSame(string section, IEnumerable<string> required, IEnumerable<string> optional)
    {
        string[] parts = section.Split('#');
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.PathOf($"docs/formats/{parts[0]}")));
        var schema = parts[1].Length == 0 ? document.RootElement : document.RootElement.GetProperty("$defs").GetProperty(parts[1]);
        string[] expected = [.. required.Order(StringComparer.Ordinal), "|", .. optional.Order(StringComparer.Ordinal)];
        string[] needed = [.. schema.GetProperty("required").EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal)];
        string[] others = [.. schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Except(needed).Order(StringComparer.Ordinal)];
        string[] actual = [.. needed, "|", .. others];
        if (!expected.SequenceEqual(actual))
        {
            throw new InvalidOperationException(
                $"{section}: the reader has {string.Join(", ", expected)}; the schema has {string.Join(", ", actual)}.");
        }

        if (schema.GetProperty("additionalProperties").GetBoolean())
        {
            throw new InvalidOperationException($"{section}: the schema must not allow other keys.");
        }
    }
}
