namespace Thymus.Language.Antimony;

/// <summary>What two merged symbols say together.</summary>
internal static class Fields
{
    /// <summary>Gives the survivor what only the alias says.</summary>
    /// <param name="survivor">The symbol that goes on.</param>
    /// <param name="alias">The other.</param>
    /// <param name="preferAlias">Whether the alias wins where both say something: it was on the right.</param>
    public static void Join(AntimonySymbol survivor, AntimonySymbol alias, bool preferAlias)
    {
        var (first, second) = preferAlias ? (alias, survivor) : (survivor, alias);
        var (value, assignment, rate) = (first.Value, first.Assignment, first.Rate);
        if (assignment is null)
        {
            value ??= second.Value;
            rate ??= second.Rate;
            if (value is null && rate is null)
            {
                assignment = second.Assignment;
            }
            else if (second is { Assignment: not null } && rate is null)
            {
                assignment = second.Assignment;   // a start value against a rule, which is reported
            }
        }

        (survivor.Value, survivor.Assignment, survivor.Rate) = (value, assignment, rate);
        survivor.Compartment = first.Compartment ?? second.Compartment;
        survivor.ReactionCompartment = first.ReactionCompartment ?? second.ReactionCompartment;
        survivor.Unit = first.Unit ?? second.Unit;
        survivor.IsConstant = first.IsConstant ?? second.IsConstant;
        survivor.DisplayName = first.DisplayName ?? second.DisplayName;
        survivor.IsSubstanceOnly |= alias.IsSubstanceOnly;
        survivor.IsEventTarget |= alias.IsEventTarget;
        survivor.WasRuled |= alias.WasRuled;
        survivor.Reaction = first.Reaction ?? second.Reaction;
        survivor.Event = first.Event ?? second.Event;
    }
}
