using System.Xml.Linq;

namespace Thymus.Language.Tests.Sbml;

/// <summary>Documents of Level 2 as Level 3, by their specifications (Level 2 Version 5, sections 4.4 to 4.14; Level 3 Version 2, section 4).</summary>
public sealed class SbmlUpgradeTests
{
    private const string MathTag = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">";
    private static readonly XNamespace Core = "http://www.sbml.org/sbml/level3/version2/core";
    private static readonly XNamespace Math = "http://www.w3.org/1998/Math/MathML";

    [Fact]
    public void Defaults_are_written_out()
    {
        var root = Upgraded($"""
            <listOfCompartments><compartment id="V"/><compartment id="membrane" spatialDimensions="2" constant="false"/></listOfCompartments>
            <listOfSpecies><species id="A" compartment="V"/></listOfSpecies>
            <listOfParameters><parameter id="k"/></listOfParameters>
            <listOfReactions><reaction id="r"><listOfReactants><speciesReference species="A"/></listOfReactants></reaction></listOfReactions>
            <listOfEvents><event><trigger>{MathTag}<true/></math></trigger><listOfEventAssignments/></event></listOfEvents>
            """);

        Assert.Equal(("3", "2"), (root.Attribute("level")?.Value, root.Attribute("version")?.Value));
        Assert.Equal("id=V constant=true spatialDimensions=3", Attributes(root, "compartment", 0));
        Assert.Equal("id=membrane spatialDimensions=2 constant=false", Attributes(root, "compartment", 1));
        Assert.Equal("id=A compartment=V hasOnlySubstanceUnits=false boundaryCondition=false constant=false", Attributes(root, "species", 0));
        Assert.Equal("id=k constant=true", Attributes(root, "parameter", 0));
        Assert.Equal("id=r reversible=true", Attributes(root, "reaction", 0));
        Assert.Equal("species=A stoichiometry=1 constant=true", Attributes(root, "speciesReference", 0));
        Assert.Equal("useValuesFromTriggerTime=true", Attributes(root, "event", 0));
        Assert.Equal("initialValue=true persistent=true", Attributes(root, "trigger", 0));
    }

    [Fact]
    public void Predefined_units_are_named_at_the_model()
    {
        var root = Upgraded("""
            <listOfUnitDefinitions><unitDefinition id="time"><listOfUnits><unit kind="second" multiplier="60"/></listOfUnits></unitDefinition></listOfUnitDefinitions>
            <listOfCompartments><compartment id="m" spatialDimensions="2" units="area"/></listOfCompartments>
            <listOfParameters><parameter id="a" units="substance"/><parameter id="b" units="time"/></listOfParameters>
            """);

        Assert.Equal("id=m substanceUnits=mole timeUnits=time volumeUnits=litre lengthUnits=metre extentUnits=mole areaUnits=area", Attributes(root, "model", 0));
        Assert.Equal(["time", "area"], root.Descendants(Core + "unitDefinition").Select(d => d.Attribute("id")!.Value));
        Assert.Equal("kind=second multiplier=60 exponent=1 scale=0", Attributes(root, "unit", 0));
        Assert.Equal("kind=metre exponent=2 scale=0 multiplier=1", Attributes(root, "unit", 1));
        Assert.Equal(["mole", "time"], root.Descendants(Core + "parameter").Select(p => p.Attribute("units")!.Value));
    }

    [Fact]
    public void A_computed_stoichiometry_is_a_rule_and_a_number_is_a_number()
    {
        var root = Upgraded($"""
            <listOfParameters><parameter id="r_A" value="2"/></listOfParameters>
            <listOfReactions><reaction id="r"><listOfReactants>
              <speciesReference species="A"><stoichiometryMath>{MathTag}<ci> r_A </ci></math></stoichiometryMath></speciesReference>
              <speciesReference species="B"><stoichiometryMath>{MathTag}<cn type="integer"> 3 </cn></math></stoichiometryMath></speciesReference></listOfReactants>
              <kineticLaw>{MathTag}<ci>k</ci></math><listOfParameters><parameter id="k" value="7" constant="true"/></listOfParameters></kineticLaw></reaction></listOfReactions>
            """);

        Assert.Equal("species=A id=r_A_ constant=false", Attributes(root, "speciesReference", 0));
        Assert.Equal("species=B stoichiometry=3 constant=true", Attributes(root, "speciesReference", 1));
        Assert.Equal("variable=r_A_", Attributes(root, "assignmentRule", 0));
        Assert.Equal("r_A", root.Descendants(Core + "assignmentRule").Single().Descendants(Math + "ci").Single().Value);
        Assert.Equal("id=k value=7", Attributes(root, "localParameter", 0));
        Assert.Equal("listOfLocalParameters", root.Descendants(Core + "localParameter").Single().Parent!.Name.LocalName);
    }

    [Fact]
    public void A_compartment_without_extent_holds_amounts()
    {
        var root = Upgraded("""
            <listOfCompartments><compartment id="p" spatialDimensions="0"/></listOfCompartments>
            <listOfSpecies><species id="A" compartment="p" initialAmount="2"/></listOfSpecies>
            """);

        Assert.Equal("true", root.Descendants(Core + "species").Single().Attribute("hasOnlySubstanceUnits")?.Value);
        Assert.Equal("1", root.Descendants(Core + "compartment").Single().Attribute("size")?.Value);
    }

    [Fact]
    public void What_has_no_place_is_named_once()
    {
        var read = SbmlDocument.Read(Level2("""
            <listOfSpeciesTypes><speciesType id="t"/></listOfSpeciesTypes>
            <listOfSpecies><species id="A" compartment="c" charge="2" speciesType="t"/><species id="B" compartment="c" charge="1"/></listOfSpecies>
            """), "m.xml");

        Assert.True(read.Succeeded);
        Assert.Equal(["TH1106: left out in Level 3: species types", "TH1106: left out in Level 3: the charge of a species", "TH1106: left out in Level 3: the type of a species"],
            read.Findings.Select(f => $"{f.Rule.Code}: {f.Text}").Order(StringComparer.Ordinal));
        string text = read.Value.Write();
        Assert.DoesNotContain("charge", text, StringComparison.Ordinal);
        Assert.DoesNotContain("peciesType", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fast_reaction_is_written_in_the_last_version_that_has_it()
    {
        string text = SbmlDocument.Read(Level2("<listOfReactions><reaction id=\"r\" fast=\"true\"/><reaction id=\"s\" fast=\"false\"/></listOfReactions>"), "m.xml").Value!.Write();

        var root = XDocument.Parse(text).Root!;
        Assert.Equal("http://www.sbml.org/sbml/level3/version1/core", root.Name.NamespaceName);
        Assert.Equal(["true", null], root.Descendants(root.Name.Namespace + "reaction").Select(r => r.Attribute("fast")?.Value));
    }

    private static string Level2(string content) =>
        $"""<sbml xmlns="http://www.sbml.org/sbml/level2/version4" level="2" version="4"><model id="m">{content}</model></sbml>""";

    private static XElement Upgraded(string content)
    {
        var read = SbmlDocument.Read(Level2(content), "m.xml");
        Assert.Empty(read.Findings);
        return XDocument.Parse(read.Value!.Write()).Root!;
    }

    private static string Attributes(XElement root, string name, int index) =>
        string.Join(' ', root.Descendants(Core + name).ElementAt(index).Attributes().Where(a => !a.IsNamespaceDeclaration).Select(a => $"{a.Name.LocalName}={a.Value}"));
}
