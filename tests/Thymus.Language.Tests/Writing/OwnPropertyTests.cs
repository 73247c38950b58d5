using Thymus.Language.Sbml;
using Thymus.Language.Tests.Antimony;

namespace Thymus.Language.Tests.Writing;

/// <summary>What Antimony has no words for, there and back (ADR 0025), and what it says in other words.</summary>
public sealed class OwnPropertyTests : IDisposable
{
    private const string Fast = """
        model exchange()
          A -> B; k*A
          J1: B -> A; 2*k*B
          A = 1
          B = 0
          k = 3
          J1 property "urn:x-thymus:fast", "http://example.org/other"
        end
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thymus-own-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_fast_reaction_is_one_in_both_languages_and_simulations()
    {
        var reaction = Converting.Model(Fast).Find("J1");
        Assert.Equal("true", reaction["fast"]);
        Assert.Equal(["http://example.org/other"], Resources(reaction));
        Assert.Equal([false, true], Reading.Model(Fast).Reactions.Select(r => r.IsFast));

        string sbml = AntimonyReader.ToSbml(Fast, Reading.File).Value!;
        Assert.Equal([false, true], SbmlReader.Read(sbml, "m.xml").Value!.Reactions.Select(r => r.IsFast));
        string text = Text(sbml, "TH1205");
        Assert.Contains("J1 property \"urn:x-thymus:fast\"", text, StringComparison.Ordinal);
        Assert.Contains("J1 property \"http://example.org/other\"", text, StringComparison.Ordinal);
        Assert.Equal(sbml, AntimonyReader.ToSbml(Text(AntimonyReader.ToSbml(text, Reading.File).Value!, "TH1205"), Reading.File).Value);
    }

    [Fact]
    public void A_fast_reaction_stays_so_in_a_submodel_and_where_it_is_changed()
    {
        string text = Fast + "\nmodel *m()\n  X: exchange()\n  Y: exchange()\n  Y.J1 = 5*Y.B\nend\n";

        Assert.Equal(["X__J1", "Y__J1"], Reading.Model(text).Reactions.Where(r => r.IsFast).Select(r => r.Symbol.Name));
        var back = SbmlReader.Read(AntimonyReader.ToSbml(text, Reading.File).Value!, "m.xml").Value!;
        Assert.Equal(["X__J1", "Y__J1"], back.Reactions.Where(r => r.IsFast).Select(r => r.Symbol.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_statement_that_another_program_kept_in_SBML_is_understood()
    {
        string Document(string address) => $"""
            <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
              <listOfCompartments><compartment id="C" metaid="c" spatialDimensions="3" size="1" constant="true">{Annotation("c", "urn:x-thymus:dimensions:2")}</compartment></listOfCompartments>
              <listOfReactions><reaction id="r" metaid="r" reversible="true">{Annotation("r", address)}</reaction></listOfReactions>
            </model></sbml>
            """;

        string written = SbmlDocument.Read(Document("urn:x-thymus:fast"), "m.xml").Value!.Write();
        Assert.True(SbmlReader.Read(written, "m.xml").Value!.Reactions[0].IsFast);
        Assert.Contains("spatialDimensions=\"2\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("thymus", written, StringComparison.Ordinal);

        string unknown = SbmlDocument.Read(Document("urn:x-thymus:slow"), "m.xml").Value!.Write();
        Assert.False(SbmlReader.Read(unknown, "m.xml").Value!.Reactions[0].IsFast);
        Assert.Contains("urn:x-thymus:slow", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_is_a_word_of_Antimony_comes_back()
    {
        const string Text = """
            model inner()
              compartment compartment_ = 2
              species S in compartment_ = 3
              gamma_ = 0.1
              J: S -> ; gamma_*S
              event_: at time > 1: gamma_ = 0.2
              compartment_ property "urn:x-thymus:id:compartment"
              gamma_ property "urn:x-thymus:id:gamma"
              event_ property "urn:x-thymus:id:event", "http://example.org/other"
              S property "urn:x-thymus:id:J"
              J property "urn:x-thymus:id:3 - no id"
            end
            model *m()
              A: inner()
              A.gamma_ = 4
            end
            """;

        string sbml = AntimonyReader.ToSbml(Text, Reading.File).Value!;
        string[] names = ["A__J", "A__S", "A__compartment", "A__gamma"];
        Assert.Equal(names, SbmlReader.Read(sbml, "m.xml").Value!.Symbols.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("x-thymus:id:gamma", sbml, StringComparison.Ordinal);
        Assert.Contains("http://example.org/other", sbml, StringComparison.Ordinal);
        Assert.Equal(["A__J", "A__S", "A__compartment_", "A__gamma_"], Reading.Model(Text).Symbols.Select(s => s.Name).Order(StringComparer.Ordinal));

        string again = AntimonyWriter.Write(SbmlDocument.Read(sbml, "m.xml").Value!).Value!;
        Assert.Contains("gamma_ property \"urn:x-thymus:id:gamma\"", again, StringComparison.Ordinal);
        Assert.Equal(names, SbmlReader.Read(AntimonyReader.ToSbml(again, Reading.File).Value!, "m.xml").Value!.Symbols.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("U/mL")]
    [InlineData("IU")]
    [InlineData("mole/mU^2")]
    [InlineData("dimensionless")]
    public void A_unit_of_activity_is_one_after_SBML_and_in_a_text(string unit)
    {
        string text = $"model m()\n  x = 3\n  x has {unit}\nend\n", sbml = AntimonyReader.ToSbml(text, Reading.File).Value!;
        string again = AntimonyWriter.Write(SbmlDocument.Read(sbml, "m.xml").Value!).Value!;
        var expected = Reading.Model(text).Find("x")!.Unit!;

        Assert.All([SbmlReader.Read(sbml, "m.xml").Value!, Reading.Model(again), Reading.Model(again + "model *n()\n  A: m()\nend\n")], model =>
            Assert.True(Assert.Single(model.Symbols).Unit!.IsSameAs(expected), again));
    }

    [Theory]
    [InlineData("""<comp:deletion comp:metaIdRef="delay"/>""", "A.E: at A.x > 1, priority = 2:\n      A.x = 0,\n      A.y = A.x")]
    [InlineData("""<comp:deletion comp:metaIdRef="priority"/><comp:deletion comp:metaIdRef="second"/>""", "A.E: at 3 after A.x > 1: A.x = 0")]
    [InlineData("""<comp:deletion comp:metaIdRef="first"/><comp:deletion comp:metaIdRef="second"/>""", "delete A.E")]
    [InlineData("""<comp:deletion comp:metaIdRef="trigger"/>""", "delete A.E")]
    public void An_event_that_loses_parts_in_a_submodel_is_said_again_without_them(string deletions, string statement)
    {
        string text = Text(Composed(deletions), null);

        Assert.Contains(statement + "\n", text, StringComparison.Ordinal);
        Assert.True(AntimonyReader.Read(text, Reading.File).Succeeded);
        Assert.Contains("left out", Text(Composed(deletions, "comp:timeConversionFactor=\"f\""), "TH1201"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_parameter_of_a_reaction_leaves_that_of_the_model()
    {
        string text = Text(Composed("""<comp:deletion comp:metaIdRef="local"/>"""), "TH1203");

        Assert.Contains("A.J_x is A.x\n", text, StringComparison.Ordinal);
        var model = Reading.Model(text);
        Assert.Null(model.Find("A__J_x"));
        Assert.NotNull(model.Find("A__x"));
    }

    [Fact]
    public void Models_of_other_files_are_put_into_the_text_once_and_under_free_names()
    {
        const string Parts = """
            <sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" comp:required="true" level="3" version="1">
              <model id="whole"><listOfParameters><parameter id="p" value="2" constant="true"/></listOfParameters>
                <comp:listOfSubmodels><comp:submodel comp:id="I" comp:modelRef="m"/></comp:listOfSubmodels></model>
              <comp:listOfModelDefinitions><comp:modelDefinition id="m"><listOfParameters><parameter id="q" value="5" constant="true"/></listOfParameters></comp:modelDefinition></comp:listOfModelDefinitions>
            </sbml>
            """;
        const string Own = """
            <sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" comp:required="true" level="3" version="1">
              <model id="m"><comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="outside"/><comp:submodel comp:id="B" comp:modelRef="outside"/></comp:listOfSubmodels></model>
              <comp:listOfExternalModelDefinitions><comp:externalModelDefinition comp:id="outside" comp:source="parts.xml"/></comp:listOfExternalModelDefinitions>
            </sbml>
            """;
        File.WriteAllText(Path.Combine(_folder.FullName, "parts.xml"), Parts);
        var document = SbmlDocument.Read(Own, "own.xml").Value!;
        var written = AntimonyWriter.Write(document, ImportFolder.Of(Path.Combine(_folder.FullName, "own.xml")));

        Assert.Empty(written.Findings);
        Assert.Equal(["A__I__q", "A__p", "B__I__q", "B__p"], Reading.Model(written.Value!).Symbols.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Equal(3, written.Value!.Split("model ").Length - 1);
        Assert.Equal(["TH1107"], AntimonyWriter.Write(document).Findings.Select(f => f.Rule.Code));
    }

    private static string Annotation(string metaid, string address) => $"""
        <annotation><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bqbiol="http://biomodels.net/biology-qualifiers/"><rdf:Description rdf:about="#{metaid}">
        <bqbiol:hasProperty><rdf:Bag><rdf:li rdf:resource="{address}"/></rdf:Bag></bqbiol:hasProperty></rdf:Description></rdf:RDF></annotation>
        """;

    private static IEnumerable<string> Resources(SbmlElement element)
    {
        Stack<SbmlElement> open = new([element]);
        while (open.TryPop(out var next))
        {
            if (next is { Name: "li" } && next["resource"] is { } resource)
            {
                yield return resource;
            }

            next.Children.ToList().ForEach(open.Push);
        }
    }

    /// <summary>A model whose submodel A has an event and a reaction, of which something is deleted.</summary>
    private static string Composed(string deletions, string attributes = "")
    {
        string Math(string content) => $"<math xmlns=\"http://www.w3.org/1998/Math/MathML\">{content}</math>";
        return $"""
            <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" comp:required="true" level="3" version="2">
              <model id="outer"><listOfParameters><parameter id="f" value="2" constant="true"/></listOfParameters>
                <comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="inner" {attributes}><comp:listOfDeletions>{deletions}</comp:listOfDeletions></comp:submodel></comp:listOfSubmodels></model>
              <comp:listOfModelDefinitions><comp:modelDefinition id="inner">
                <listOfParameters><parameter id="x" value="7" constant="false"/><parameter id="y" value="1" constant="false"/></listOfParameters>
                <listOfReactions><reaction id="J" reversible="true"><kineticLaw>{Math("<ci>x</ci>")}<listOfLocalParameters><localParameter id="x" metaid="local" value="9"/></listOfLocalParameters></kineticLaw></reaction></listOfReactions>
                <listOfEvents><event id="E" useValuesFromTriggerTime="true"><trigger metaid="trigger" initialValue="true" persistent="true">{Math("<apply><gt/><ci>x</ci><cn>1</cn></apply>")}</trigger>
                  <priority metaid="priority">{Math("<cn>2</cn>")}</priority><delay metaid="delay">{Math("<cn>3</cn>")}</delay>
                  <listOfEventAssignments><eventAssignment metaid="first" variable="x">{Math("<cn>0</cn>")}</eventAssignment><eventAssignment metaid="second" variable="y">{Math("<ci>x</ci>")}</eventAssignment></listOfEventAssignments>
                </event></listOfEvents>
              </comp:modelDefinition></comp:listOfModelDefinitions>
            </sbml>
            """;
    }

    /// <summary>The text of a document, of which a finding of that code is made; with the finding's words at the end.</summary>
    private static string Text(string sbml, string? code)
    {
        var written = AntimonyWriter.Write(SbmlDocument.Read(sbml, "m.xml").Value!);
        Assert.True(written.Succeeded, string.Join("\n", written.Findings));
        var finding = code is null ? null : Assert.Single(written.Findings, f => f.Rule.Code == code);
        return code is null or "TH1203" or "TH1205" ? written.Value : written.Value + finding!.Text;
    }
}
