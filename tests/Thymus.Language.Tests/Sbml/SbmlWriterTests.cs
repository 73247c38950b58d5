using System.Xml.Linq;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;

namespace Thymus.Language.Tests.Sbml;

/// <summary>What is written can be read again, here and by the XML parser of the platform, and is the same.</summary>
public sealed class SbmlWriterTests
{
    private static readonly SourceSpan Nowhere = new("m.ant", 1, 1, 0);

    private const string Rich = """
        <?xml version="1.0" encoding="UTF-8"?>
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" xmlns:distrib="http://www.sbml.org/sbml/level3/version1/distrib/version1" level="3" version="2" comp:required="true" distrib:required="true">
          <model id="m" metaid="_1">
            <notes>
              <p xmlns="http://www.w3.org/1999/xhtml" class="a">One <b>two</b> &lt;3&gt; &amp;<br/>
         four </p>
            </notes>
            <annotation>
              <rdf:RDF xmlns:bqbiol="http://biomodels.net/biology-qualifiers/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about="#_1">
                  <dc:creator>  Somebody </dc:creator>
                  <bqbiol:is>
                    <rdf:Bag>
                      <rdf:li rdf:resource="urn:miriam:x%3A1"/>
                    </rdf:Bag>
                  </bqbiol:is>
                </rdf:Description>
              </rdf:RDF>
              <tool xmlns="urn:tool" setting="&quot;a&quot;&#xA;b" xmlns:ns3="urn:other" ns3:more="1"><inner xmlns="">x</inner></tool>
            </annotation>
            <listOfParameters>
              <parameter id="k" value="0.1" constant="true">
                <distrib:listOfUncertainties>
                  <distrib:uncertainty>
                    <distrib:uncertParameter distrib:type="standardDeviation" distrib:value="0.3"/>
                  </distrib:uncertainty>
                </distrib:listOfUncertainties>
                <comp:listOfReplacedElements>
                  <comp:replacedElement metaid="r" comp:idRef="k" comp:submodelRef="A"/>
                </comp:listOfReplacedElements>
              </parameter>
            </listOfParameters>
            <listOfInitialAssignments>
              <initialAssignment symbol="k">
                <math xmlns="http://www.w3.org/1998/Math/MathML" xmlns:sbml="http://www.sbml.org/sbml/level3/version2/core">
                  <apply>
                    <times/>
                    <cn type="e-notation" sbml:units="second">1.5<sep/>-7</cn>
                    <ci>k</ci>
                  </apply>
                </math>
              </initialAssignment>
            </listOfInitialAssignments>
            <comp:listOfSubmodels>
              <comp:submodel comp:id="A" comp:modelRef="part"/>
            </comp:listOfSubmodels>
          </model>
          <comp:listOfModelDefinitions>
            <comp:modelDefinition id="part">
              <listOfParameters>
                <parameter id="k" constant="true"/>
              </listOfParameters>
            </comp:modelDefinition>
          </comp:listOfModelDefinitions>
        </sbml>

        """;

    [Fact]
    public void A_document_with_everything_is_written_as_it_was_read()
    {
        string written = SbmlWriter.Write(Read(Rich));

        Assert.Equal(Rich.ReplaceLineEndings("\n"), written);
        XDocument.Parse(written);
    }

    [Fact]
    public void A_tree_that_was_made_is_well_formed_with_its_namespaces()
    {
        var model = SbmlElement.Core("model", Nowhere, ("id", "m"), ("name", "a \"b\" <c>\u0001"), ("timeUnits", null)).With(
            SbmlElement.Core("listOfRules", Nowhere).With(SbmlElement.Core("rateRule", Nowhere, ("variable", "x")).With(SbmlMath.Math(
                SbmlMath.Call("plus", Nowhere, SbmlMath.Number(-1.5e-300, Nowhere, "second"), SbmlMath.Number(double.NegativeInfinity, Nowhere), SbmlMath.Symbol("time", Nowhere))))),
            SbmlElement.Comp("listOfPorts", Nowhere).With(SbmlElement.Comp("port", Nowhere, ("id", "p"), ("idRef", "x"))));
        string text = SbmlWriter.Write(SbmlElement.Core("sbml", Nowhere, ("level", "3"), ("version", "2")).With(model));

        var root = XDocument.Parse(text).Root!;
        XNamespace core = "http://www.sbml.org/sbml/level3/version2/core", math = "http://www.w3.org/1998/Math/MathML";
        XNamespace comp = "http://www.sbml.org/sbml/level3/version1/comp/version1";
        Assert.Equal("true", root.Attribute(comp + "required")?.Value);
        Assert.Equal("a \"b\" <c>\uFFFD", root.Element(core + "model")!.Attribute("name")?.Value);
        Assert.Equal("x", root.Descendants(comp + "port").Single().Attribute(comp + "idRef")?.Value);
        var number = root.Descendants(math + "cn").Single();
        Assert.Equal(("-1.5-300", "second"), (number.Value, number.Attribute(core + "units")?.Value));
        Assert.Equal("http://www.sbml.org/sbml/symbols/time", root.Descendants(math + "csymbol").Single().Attribute("definitionURL")?.Value);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(6.02214179e23, "6.02214179e23")]
    [InlineData(double.PositiveInfinity, "INF")]
    [InlineData(double.NegativeInfinity, "-INF")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_have_their_shortest_form(double value, string expected) => Assert.Equal(expected, SbmlNumber.Text(value));

    [Fact]
    public void Every_number_reads_back_the_same() => Gen.Double.Sample(value =>
        MathReader.TryNumber(SbmlNumber.Text(value), out double read) && BitConverter.DoubleToInt64Bits(read) == BitConverter.DoubleToInt64Bits(value)
            || (double.IsNaN(value) && double.IsNaN(read)), iter: 20_000);

    private const string Composed = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" xmlns:c="http://www.sbml.org/sbml/level3/version2/core"
          xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" level="3" version="2" comp:required="true">
          <model id="m">
            <comp:listOfSubmodels>
              <comp:submodel {0}/>
            </comp:listOfSubmodels>
          </model>
        </sbml>
        """;

    [Theory]
    [InlineData("comp:id=\"a\" id=\"b\" comp:modelRef=\"x\"", "id")]
    [InlineData("id=\"a\" comp:id=\"b\"", "id")]
    [InlineData("metaid=\"a\" c:metaid=\"b\"", "metaid")]
    public void Two_values_of_an_attribute_with_a_prefix_and_without_are_an_error(string attributes, string name)
    {
        var finding = Assert.Single(SbmlDocument.Read(Composed.Replace("{0}", attributes, StringComparison.Ordinal), "m.xml").Findings);

        Assert.Equal(("TH1101", 5), (finding.Rule.Code, finding.Span.Line));
        Assert.Contains($"<submodel> has the attribute '{name}' twice", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_element_with_the_prefix_of_declarations_is_an_error()
    {
        string text = "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"><model><annotation>\n<xmlns:li/></annotation></model></sbml>";

        var finding = Assert.Single(SbmlDocument.Read(text, "m.xml").Findings);

        Assert.Equal(("TH1101", 2, 2), (finding.Rule.Code, finding.Span.Line, finding.Span.Column));
    }

    [Theory]
    [InlineData("comp:id=\"a\" id=\"a\" modelRef=\"x\" csionFactor=\"k\"", "comp:id=\"a\" comp:modelRef=\"x\" comp:csionFactor=\"k\"")]
    [InlineData("comp:id=\"a\" c:id=\"b\" sboTerm=\"SBO:0000009\"", "comp:id=\"a\" sbml:id=\"b\" sboTerm=\"SBO:0000009\"")]
    public void Attributes_of_a_package_are_written_with_its_prefix_and_read_back(string attributes, string expected)
    {
        string written = SbmlWriter.Write(Read(Composed.Replace("{0}", attributes, StringComparison.Ordinal)));

        string plain = written.Replace(" xmlns:sbml=\"http://www.sbml.org/sbml/level3/version2/core\"", "", StringComparison.Ordinal);
        Assert.Contains($"<comp:submodel {expected}/>", plain, StringComparison.Ordinal);
        Assert.Equal(written, SbmlWriter.Write(Read(written)));
    }

    /// <summary>Writing is idempotent over the BioModels and the suite of ../shared: what was written is written again to the letter.</summary>
    [Theory]
    [InlineData("conformance/biomodels/models")]
    [InlineData("conformance/sbml/semantic")]
    [InlineData("conformance/antimony")]
    public void What_was_written_reads_and_writes_the_same(string folder)
    {
        string? root = SharedData.PathOf(folder);
        Assert.SkipWhen(root is null, "needs ../shared");
        var files = Directory.EnumerateFiles(root!, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            if (new SbmlText(file, new DiagnosticBag()).Read(File.ReadAllText(file)) is not { } tree || tree["level"] != "3")
            {
                continue;
            }

            string once = SbmlWriter.Write(tree);
            Assert.Equal(once, SbmlWriter.Write(Read(once)));
        }
    }

    private static SbmlElement Read(string text)
    {
        var findings = new DiagnosticBag();
        var root = new SbmlText("m.xml", findings).Read(text);
        Assert.True(root is not null, string.Join('\n', findings.ToSorted()));
        return root;
    }
}
