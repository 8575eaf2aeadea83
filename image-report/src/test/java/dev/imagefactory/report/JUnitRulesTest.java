package dev.imagefactory.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What the schemas of Ant, Surefire and Jenkins have in common, which readers of JUnit XML rely on. */
class JUnitRulesTest {
    private static final Set<String> OUTCOMES = Set.of("failure", "error", "skipped");

    @Test
    void should_keep_the_rules_of_the_common_schemas() {
        for (ImageReport report :
                List.of(Scene.rich().report(), Hostile.report("x"), ImageReport.ofFaults(List.of("x"), Scene.NOW))) {
            Element root = Xml.parse(JUnitReport.of(report)).getDocumentElement();

            assertThat(root.getTagName()).isEqualTo("testsuites");
            assertThat(Xml.elements(root, "testsuite")).hasSize(1);
            Element suite = Xml.elements(root, "testsuite").get(0);
            List<Element> cases = Xml.elements(suite, "testcase");
            for (Element counted : List.of(root, suite)) {
                assertThat(counted.getAttribute("name")).isNotBlank();
                assertThat(counted.getAttribute("tests")).isEqualTo(String.valueOf(cases.size()));
                assertThat(counted.getAttribute("failures")).isEqualTo(count(suite, "failure"));
                assertThat(counted.getAttribute("errors")).isEqualTo(count(suite, "error"));
                assertThat(counted.getAttribute("skipped")).isEqualTo(count(suite, "skipped"));
                assertThat(counted.getAttribute("time")).matches("[0-9]+\\.[0-9]{3}");
            }
            assertThat(suite.getAttribute("timestamp"))
                    .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}");
            cases.forEach(JUnitRulesTest::requireCase);
            assertThat(cases.stream().map(each -> each.getAttribute("classname") + "." + each.getAttribute("name")))
                    .doesNotHaveDuplicates();
        }
    }

    private static String count(Element suite, String name) {
        return String.valueOf(Xml.elements(suite, name).size());
    }

    private static void requireCase(Element each) {
        assertThat(each.getAttribute("classname")).isNotBlank();
        assertThat(each.getAttribute("name")).isNotBlank();
        assertThat(each.getAttribute("time")).matches("[0-9]+\\.[0-9]{3}");
        int outcomes = 0;
        boolean printed = false;
        for (Node child = each.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                if (OUTCOMES.contains(element.getTagName())) {
                    outcomes++;
                    assertThat(printed)
                            .as("an outcome stands before what was printed")
                            .isFalse();
                    assertThat(element.getAttribute("message")).isNotBlank();
                } else {
                    printed = true;
                    assertThat(element.getTagName()).isEqualTo("system-out");
                }
            }
        }
        assertThat(outcomes).isLessThanOrEqualTo(1);
    }

    @Test
    void should_fail_what_failed_skip_what_waits_and_pass_what_was_built() {
        Element suite = Xml.parse(JUnitReport.of(Scene.rich().report())).getDocumentElement();

        assertThat(Xml.elements(suite, "testcase"))
                .extracting(each -> each.getAttribute("classname") + " " + each.getAttribute("name") + " "
                        + each.getAttribute("time") + " " + outcome(each))
                .containsExactly(
                        "run the run could do its work 0.000 passed",
                        "images.VS2022 VS2022/client 180.000 failure permanent",
                        "images.VS2022 VS2022/server 4800.000 failure unclassified",
                        "images.base base/windows 7200.000 failure too-old",
                        "images.base base/windows-git 9000.000 passed",
                        "images ubuntu 0.000 skipped ",
                        "images unasked 0.000 skipped ");
    }

    private static String outcome(Element each) {
        return OUTCOMES.stream()
                .flatMap(name -> Xml.elements(each, name).stream())
                .map(element -> element.getTagName() + " " + element.getAttribute("type"))
                .findFirst()
                .orElse("passed");
    }
}
