using System.Globalization;
using System.Text.RegularExpressions;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;

namespace Thymus.Language.Tests;

/// <summary>
/// Whether two documents say the same (the rule of the suite's README, section antimony): the same elements, attributes, values and
/// mathematics with units by their meaning and flat operators. Order, metaids, port ids, ids of what has no name, and the markup of notes are free.
/// </summary>
internal static partial class SbmlComparison
{
    /// <summary>What only one of them says; nothing when both are the same.</summary>
    public static IReadOnlyList<string> Differences(SbmlElement expected, SbmlElement actual)
    {
        var (left, right) = (Facts(expected), Facts(actual));
        return
        [
            .. Without(left, right).Select(fact => "missing: " + fact),
            .. Without(right, left).Select(fact => "extra: " + fact),
        ];
    }

    /// <summary>All that a document says, a line for each element with an id or a place of its own, sorted.</summary>
    public static IReadOnlyList<string> Facts(SbmlElement root)
    {
        var document = WithNeutralIds(root);
        var models = Models(document).ToDictionary(m => m["id"] ?? "", StringComparer.Ordinal);
        return [.. Models(document).SelectMany(m => new ModelFacts(m, models).Read()).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<SbmlElement> Models(SbmlElement root) =>
        root.Children.Where(c => c.Name == "model").Concat(root.List(SbmlNamespace.Comp, "listOfModelDefinitions"));

    private static IEnumerable<string> Without(IReadOnlyList<string> facts, IReadOnlyList<string> others)
    {
        var left = others.GroupBy(f => f).ToDictionary(g => g.Key, g => g.Count());
        foreach (string fact in facts)
        {
            if (left.GetValueOrDefault(fact) is var count and > 0)
            {
                left[fact] = count - 1;
            }
            else
            {
                yield return fact;
            }
        }
    }

    /// <summary>Gives what has a made id one by the order of its content.</summary>
    private static SbmlElement WithNeutralIds(SbmlElement root)
    {
        var copy = root.Clone();
        foreach (var model in Models(copy))
        {
            var made = model.Tree().Where(e => e.Name is "reaction" or "event" or "algebraicRule" or "submodel" or "constraint" && MadeId().IsMatch(e["id"] ?? ""));
            var order = made.OrderBy(e => string.Join(' ', e.Tree().Select(c => $"{c.Name} {c.Text.Trim()} {c["species"]} {c["variable"]} {c["modelRef"]}")), StringComparer.Ordinal);
            var names = order.Select((e, i) => (Old: e["id"]!, New: $"@{e.Name}{i}")).DistinctBy(n => n.Old).ToDictionary(n => n.Old, n => n.New, StringComparer.Ordinal);
            foreach (var element in model.Tree())
            {
                if (element.Name == "ci" && names.TryGetValue(element.Text.Trim(), out string? renamed))
                {
                    element.Text = renamed;
                }

                foreach (string attribute in new[] { "id", "idRef", "submodelRef" })
                {
                    if (element[attribute] is { } value && names.TryGetValue(value, out string? name))
                    {
                        element.Set(element.Attributes.First(a => a.Name == attribute).Kind, attribute, name);
                    }
                }
            }
        }

        return copy;
    }

    [GeneratedRegex("^_(J|E|alg|sys|con)[0-9]+$")]
    private static partial Regex MadeId();

    /// <summary>Mathematics as text: n-ary operators flat, numbers by value, defaults written.</summary>
    public static string Math(SbmlElement element, Func<string, string> unit)
    {
        switch (element.Name)
        {
            case "math" or "semantics":
                return element.Children.Count == 0 ? "" : Math(element.Children[0], unit);
            case "cn":
                return Number(element) + (element["units"] is { } u ? $" [{unit(u)}]" : "");
            case "ci":
                return element.Text.Trim();
            case "csymbol":
                return "@" + (element["definitionURL"] ?? "").Trim().Split('/')[^1];
            case "apply":
                return Apply(element, unit);
            case "lambda":
                return $"lambda({string.Join(", ", element.Children.Select(c => c.Name == "bvar" ? Math(c.Children[0], unit) : Math(c, unit)))})";
            default:
                return element.Children.Count == 0
                    ? element.Name : $"{element.Name}({string.Join(", ", element.Children.Select(c => Math(c, unit)))})";
        }
    }

    private static string Apply(SbmlElement element, Func<string, string> unit)
    {
        var head = element.Children[0];
        string name = Math(head, unit);
        List<string> arguments = [.. element.Children.Skip(1).SelectMany(Flat)];
        if (name == "minus" && element.Children is [_, { Name: "cn" } literal])
        {
            return Text(-double.Parse(Number(literal), CultureInfo.InvariantCulture)) + (literal["units"] is { } u ? $" [{unit(u)}]" : "");
        }

        if (name == "log" && element.Children.All(c => c.Name != "logbase"))
        {
            arguments.Insert(0, "logbase(10)");
        }

        if (name is "root" or "sqrt" && element.Children.All(c => c.Name != "degree"))
        {
            (name, arguments) = ("root", ["degree(2)", .. arguments]);
        }

        return $"{name}({string.Join(", ", arguments)})";

        IEnumerable<string> Flat(SbmlElement child) =>
            head.Name is "plus" or "times" or "and" or "or" && child.Name == "apply" && child.Children[0].Name == head.Name
                ? child.Children.Skip(1).SelectMany(Flat) : [Math(child, unit)];
    }

    private static string Number(SbmlElement element)
    {
        string[] parts = element.Text.Split(SbmlText.Separator);
        double first = double.Parse(parts[0].Trim(), CultureInfo.InvariantCulture);
        double value = (element["type"], parts.Length) switch
        {
            ("e-notation", 2) => double.Parse($"{parts[0].Trim()}e{parts[1].Trim()}", CultureInfo.InvariantCulture),
            ("rational", 2) => first / double.Parse(parts[1].Trim(), CultureInfo.InvariantCulture),
            _ => first,
        };
        return Text(value);
    }

    private static string Text(double value) => (value == 0 ? 0 : value).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>What one model says.</summary>
    private sealed class ModelFacts(SbmlElement model, IReadOnlyDictionary<string, SbmlElement> models)
    {
        private readonly string _id = model["id"] ?? "";
        private readonly SbmlUnits _units = new(model, new DiagnosticBag());

        public IEnumerable<string> Read()
        {
            yield return $"{_id}: model {Attributes(model, [])}{About(model)}";
            foreach (var list in model.Children.Where(c => c.Name.StartsWith("listOf", StringComparison.Ordinal)))
            {
                foreach (var element in list.Items())
                {
                    yield return $"{_id}: {Element(element)}";
                }
            }
        }

        private string Element(SbmlElement element)
        {
            if (element.Child(SbmlNamespace.Comp, "replacedBy") is { } by)
            {
                return $"{element.Name} id={element["id"]} stands for {Target(by)}";
            }

            string body = element.Name switch
            {
                "unitDefinition" => $"unitDefinition id={element["id"]} = {Unit(element["id"]!)}",
                "port" => $"port {Target(element, model)}",
                "deletion" => $"deletion {Target(element)}",
                "replacedElement" => $"replaces {Target(element)} factor={element["conversionFactor"]}",
                _ => element.Name + Attributes(element, element.Name == "constraint" ? ["id"] : []) + Children(element),
            };
            return body + About(element) + (element.Name is "unitDefinition" ? Children(element, unit: true) : "");
        }

        private string Children(SbmlElement element, bool unit = false)
        {
            var parts = new List<string>();
            foreach (var child in element.Children.Where(c => c.Kind is not (SbmlNamespace.Foreign or SbmlNamespace.Annotation)))
            {
                switch (child.Name)
                {
                    case "notes" or "annotation":
                        break;
                    case "listOfUnits" when unit:
                        break;
                    case "math":
                        parts.Add(Math(child, Unit));
                        break;
                    case "message":
                        parts.Add($"message '{SbmlNotes.WordsOf(child)}'");
                        break;
                    case var name when name.StartsWith("listOf", StringComparison.Ordinal):
                        parts.AddRange(child.Items().Select(i => Element(i)).Order(StringComparer.Ordinal));
                        break;
                    default:
                        parts.Add(Element(child));
                        break;
                }
            }

            return parts.Count == 0 ? "" : $" {{ {string.Join(" | ", parts)} }}";
        }

        private string Attributes(SbmlElement element, string[] without)
        {
            var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (_, name, value, _) in element.Attributes)
            {
                if (name is "metaid" or "fast" || without.Contains(name)
                    || (name == "name" && (element.Name == "modifierSpeciesReference" ? MadeId().IsMatch(value) : value.Length == 0)))
                {
                    continue;
                }

                parts[name] = name switch
                {
                    "id" or "name" or "definitionURL" => value,
                    "units" or "substanceUnits" or "timeUnits" or "volumeUnits" or "areaUnits" or "lengthUnits" or "extentUnits" => Unit(value),
                    _ when MathReader.TryNumber(value.Trim(), out double number) => Text(number),
                    _ => value.Trim() switch { "1" => "true", "0" => "false", var other => other },
                };
            }

            foreach (var (name, value) in Defaults(element))
            {
                parts.TryAdd(name, value);
            }

            return string.Concat(parts.Select(p => $" {p.Key}={p.Value}"));
        }

        private static (string Name, string Value)[] Defaults(SbmlElement element) => element.Name switch
        {
            "parameter" or "compartment" => [("constant", "true")],
            "species" => [("constant", "false"), ("boundaryCondition", "false"), ("hasOnlySubstanceUnits", "false")],
            "reaction" => [("reversible", "true")],
            "event" => [("useValuesFromTriggerTime", "true")],
            "trigger" => [("initialValue", "true"), ("persistent", "true")],
            _ => [],
        };

        private string Unit(string id)
        {
            var unit = _units.Find(id, default);
            return unit is null ? id : string.Create(CultureInfo.InvariantCulture, $"{unit.Factor:G10} {unit.Dimension}");
        }

        /// <summary>What a reference names in the end: submodels, then an id, or the kind of element and what it belongs to.</summary>
        private string Target(SbmlElement reference, SbmlElement? within = null)
        {
            var at = within ?? Of(model, reference["submodelRef"]);
            List<string> path = reference["submodelRef"] is { } submodel ? [submodel] : [];
            if (reference["submodelRef"] is null && within is null)
            {
                // A deletion: its submodel holds it.
                var holder = model.List(SbmlNamespace.Comp, "listOfSubmodels")
                    .First(s => s.List(SbmlNamespace.Comp, "listOfDeletions").Contains(reference));
                path.Add(holder["id"]!);
                at = models.GetValueOrDefault(holder["modelRef"] ?? "");
            }

            for (var next = reference; next is not null; next = next.Child(SbmlNamespace.Comp, "sBaseRef"))
            {
                string? id = next["idRef"];
                if (next["portRef"] is { } port)
                {
                    var through = at?.List(SbmlNamespace.Comp, "listOfPorts").FirstOrDefault(p => p["id"] == port);
                    id = through?["idRef"] ?? (through?["unitRef"] is { } portUnit ? "unit " + portUnit : through?["metaIdRef"]) ?? "port " + port;
                    for (var deeper = through?.Child(SbmlNamespace.Comp, "sBaseRef"); deeper is not null; deeper = deeper.Child(SbmlNamespace.Comp, "sBaseRef"))
                    {
                        path.Add(id!);
                        at = Of(at, id);
                        id = deeper["idRef"] ?? deeper["portRef"];
                    }
                }

                id ??= next["unitRef"] is { } unit ? "unit " + unit : null;
                id ??= next["metaIdRef"] is { } metaid ? Construct(at, metaid) : "nothing";
                path.Add(id);
                at = Of(at, id);
            }

            return string.Join('.', path);
        }

        private SbmlElement? Of(SbmlElement? outer, string? submodel) =>
            outer?.List(SbmlNamespace.Comp, "listOfSubmodels").FirstOrDefault(s => s["id"] == submodel)?["modelRef"] is { } id
                ? models.GetValueOrDefault(id) : null;

        private static string Construct(SbmlElement? within, string metaid)
        {
            foreach (var element in within?.Tree() ?? [])
            {
                foreach (var child in element.Children.SelectMany(IEnumerable<SbmlElement> (c) => c.Name.StartsWith("listOf", StringComparison.Ordinal) ? c.Children : [c]))
                {
                    if (child["metaid"] == metaid)
                    {
                        return child["id"] ?? $"{child.Name} of {element["id"]} {child["variable"]}{child["symbol"]}{child["species"]}";
                    }
                }
            }

            return "metaid " + metaid;
        }

        /// <summary>Notes, qualifiers and history.</summary>
        private static string About(SbmlElement element)
        {
            string about = SbmlNotes.WordsOf(element.Children.FirstOrDefault(c => c is { Name: "notes", Kind: SbmlNamespace.Core })) is { } words ? $" notes '{words}'" : "";
            var description = element.Children.FirstOrDefault(c => c.Name == "annotation")?.Children
                .FirstOrDefault(c => c.Name == "RDF")?.Children.FirstOrDefault(c => c.Name == "Description");
            var parts = new List<string>();
            foreach (var child in description?.Children ?? [])
            {
                parts.AddRange(child.Name switch
                {
                    "creator" => child.Children.SelectMany(b => b.Children).Select(Creator),
                    "created" or "modified" => [$"{child.Name} {SbmlNotes.WordsOf(child)}"],
                    _ when child.Kind is SbmlNamespace.Annotation =>
                        [$"{child.Uri!.TrimEnd('/').Split('/')[^1]}:{child.Name} {string.Join(' ', child.Children.SelectMany(b => b.Children).Select(l => l["resource"]).Order(StringComparer.Ordinal))}"],
                    _ => [],
                });
            }

            return about + (parts.Count == 0 ? "" : $" about {string.Join("; ", parts.Order(StringComparer.Ordinal))}");
        }

        private static string Creator(SbmlElement item)
        {
            var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
            Stack<SbmlElement> open = new([item]);
            while (open.TryPop(out var next))
            {
                string? key = next.Name.ToLowerInvariant() switch
                {
                    "family" or "family-name" => "family",
                    "given" or "given-name" => "given",
                    "email" or "hasemail" => "email",
                    "orgname" or "organization-name" => "organization",
                    "text" or "fn" => "name",
                    _ => null,
                };
                if (key is not null && SbmlNotes.WordsOf(next) is { } words)
                {
                    parts[key] = words;
                    continue;
                }

                foreach (var child in next.Children)
                {
                    open.Push(child);
                }
            }

            return $"creator {string.Join(", ", parts.Select(p => $"{p.Key}={p.Value}"))}";
        }
    }
}
