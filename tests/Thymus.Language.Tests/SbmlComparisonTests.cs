using Thymus.Language.Sbml;

namespace Thymus.Language.Tests;

/// <summary>The comparison sees every difference that is one: in each document of the suite each value, name and number is changed in turn.</summary>
public sealed class SbmlComparisonTests
{
    private static readonly string[] Free = ["metaid", "level", "version", "required", "encoding", "about", "parseType", "type"];

    [Fact]
    public void Every_change_of_a_document_is_seen()
    {
        var unseen = new List<string>();
        int changes = 0;
        foreach (string[] row in Suite.Rows("index.csv").Where(r => r[1] == "ant2sbml"))
        {
            var document = Suite.Expected(row[0]);
            Assert.Empty(SbmlComparison.Differences(document, document.Clone()));
            var facts = SbmlComparison.Facts(document);
            int count = document.Tree().Count();
            for (int i = 1; i < count; i++)
            {
                foreach (var (name, change) in Changes(document, i))
                {
                    changes++;
                    if (SbmlComparison.Facts(change).SequenceEqual(facts))
                    {
                        unseen.Add($"{row[0]}: {name}");
                    }
                }
            }
        }

        Assert.True(changes > 500, $"only {changes} changes");
        Assert.True(unseen.Count == 0, $"{unseen.Count} of {changes}\n{string.Join("\n", unseen.Take(60))}");
    }

    private static IEnumerable<(string Name, SbmlElement Changed)> Changes(SbmlElement document, int index)
    {
        var element = document.Tree().ElementAt(index);
        foreach (var attribute in element.Attributes)
        {
            bool isFree = Free.Contains(attribute.Name) || attribute.Name is "portRef" or "metaIdRef" || attribute.Kind is SbmlNamespace.Math
                || (element.Name == "port" && attribute.Name == "id") || (attribute.Name == "name" && attribute.Value.StartsWith('_'))
                || (attribute.Name is "id" && attribute.Value.StartsWith('_'))
                || attribute.Value == "NaN" || element["kind"] == "dimensionless"
                || (attribute.Name is not "id" && element.Child(SbmlNamespace.Comp, "replacedBy") is not null);   // another stands for it
            if (isFree)
            {
                continue;
            }

            var copy = document.Clone();
            string other = attribute.Value switch
            {
                "true" => "false",
                "false" => "true",
                _ when element.Name == "unit" && attribute.Name == "kind" => attribute.Value == "second" ? "metre" : "second",
                _ when double.TryParse(attribute.Value, out double number) => attribute.Value == "0" ? "2" : SbmlNumber.Text((3 * number) + 5),
                _ => attribute.Value + "x",
            };
            copy.Tree().ElementAt(index).Set(attribute.Kind, attribute.Name, other);
            yield return ($"{element.Name} {attribute.Name}={attribute.Value} -> {other}", copy);
        }

        if (element.Name is "ci")
        {
            var copy = document.Clone();
            copy.Tree().ElementAt(index).Text = "other";
            yield return ($"ci {element.Text}", copy);
        }

        if (element.Name is "cn")
        {
            var copy = document.Clone();
            copy.Tree().ElementAt(index).Text = "77";
            yield return ($"cn {element.Text}", copy);
        }
    }
}
