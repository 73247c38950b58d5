namespace Thymus.Language.Sbml;

// Reactions: sides, computed stoichiometries and the parameters of rate laws.
internal sealed partial class SbmlUpgrade
{
    private void UpgradeReactions(SbmlElement model)
    {
        HashSet<string>? ids = null;
        foreach (var reaction in model.List("listOfReactions"))
        {
            Default(reaction, "reversible", "true");
            if (reaction.Flag("fast") is false)
            {
                reaction.Set("fast", null);
            }

            foreach (var participant in reaction.List("listOfReactants").Concat(reaction.List("listOfProducts")).Where(p => p.Name == "speciesReference"))
            {
                var computed = participant.Child("stoichiometryMath");
                if (computed is not null)
                {
                    ids ??= IdsOf(model);
                    UpgradeStoichiometry(model, reaction, participant, computed, ids);
                    participant.RemoveAll(c => c is { Kind: SbmlNamespace.Core, Name: "stoichiometryMath" });   // the first is the one that counts
                }
                else if (_level == 2)
                {
                    Default(participant, "stoichiometry", "1");
                }

                Default(participant, "constant", _level == 2 ? "true" : "false");
            }

            if (reaction.Child("kineticLaw") is { } law)
            {
                UpgradeLaw(law);
            }
        }
    }

    /// <summary>A computed stoichiometry is a rule for the participant, under a name of its own; a plain number is a plain number.</summary>
    private static void UpgradeStoichiometry(
        SbmlElement model, SbmlElement reaction, SbmlElement participant, SbmlElement computed, HashSet<string> ids)
    {
        participant.Remove(computed);
        if (computed.Child("math") is not { Children.Count: > 0 } math)
        {
            Default(participant, "stoichiometry", "1");
            return;
        }

        if (math.Children[0] is { Name: "cn" } number && number["type"] is null or "real" or "integer" && MathReader.TryNumber(number.Text, out double value))
        {
            participant.Set("stoichiometry", SbmlNumber.Text(value));
            return;
        }

        string id = participant["id"]?.Trim() ?? Unused($"{reaction["id"]}_{participant["species"]?.Trim()}", ids);
        participant.Set("id", id);
        participant.Set("stoichiometry", null);
        participant.Set("constant", "false");
        SbmlLists.Of(model, "listOfRules").Add(SbmlElement.Core("assignmentRule", computed.Span, ("variable", id)).With(math));
    }

    private void UpgradeLaw(SbmlElement law)
    {
        Drop(law, "timeUnits", "the time units of a rate law");
        Drop(law, "substanceUnits", "the substance units of a rate law");
        if (law.Child("listOfParameters") is not { } list)
        {
            return;
        }

        var locals = list.Renamed("listOfLocalParameters");
        for (int i = 0; i < locals.Children.Count; i++)
        {
            if (locals.Children[i] is { Kind: SbmlNamespace.Core, Name: "parameter" } parameter)
            {
                parameter.Set("constant", null);
                locals.Replace(i, parameter.Renamed("localParameter"));
            }
        }

        law.Replace(law.IndexOf(list), locals);
    }

    private static HashSet<string> IdsOf(SbmlElement model) =>
        model.Tree().Where(e => e.Kind is SbmlNamespace.Core or SbmlNamespace.Comp).Select(e => e["id"]?.Trim()).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static string Unused(string name, HashSet<string> ids)
    {
        while (!ids.Add(name))
        {
            name += "_";
        }

        return name;
    }
}
